import { requestsOf } from "../server/requests.ts";
import { COLORS, draw, runNote } from "./draw.ts";
import type { RecordedEngine, ServerRun } from "./recorded.ts";

interface PostsBar {
  readonly name: string;
  readonly perSecond: number;
  readonly color: string;
}

const ENGINE = "an engine";
const KINDS = [
  {
    name: "synced to the disk before the answer",
    left: 0,
    color: COLORS.durable,
    contenders: ["varpost, SQLite", "varpost, filesystem", "a file for each value"],
  },
  {
    name: "kept in memory",
    left: 310,
    color: COLORS.memory,
    contenders: ["varpost, memory", "node:http + busboy + Map", "fastify + @fastify/multipart"],
  },
] as const;

/** Posts of 1 KiB a second, of each storage and of what one would take otherwise. */
export function postsPlot({ machine, figures }: ServerRun, recorded: RecordedEngine): string {
  const posts = (contender: string) =>
    requestsOf(figures.requests, contender, { method: "POST", shape: "spread", connections: 32 })
      ?.requestsPerSecond;
  const measured = KINDS.flatMap(({ contenders, color }) =>
    contenders.map((name) => ({ name, perSecond: posts(name) ?? Number.NaN, color })),
  );
  const { engine } = figures;
  const bars: PostsBar[] = [
    ...measured.toSorted((a, b) => b.perSecond - a.perSecond),
    engine === undefined
      ? { name: recorded.name, perSecond: recordedPosts(recorded), color: COLORS.engine }
      : { name: engine, perSecond: posts(engine) ?? Number.NaN, color: COLORS.engine },
  ];
  const notes = [
    "Posts of 1 KiB on 32 connections, over 200 instances with 50 variables each.",
    runNote(machine),
  ];
  if (engine === undefined)
    notes.push(`${recorded.name}: ${recorded.requests.date}, ${recorded.setup}.`);
  return draw({
    title: "Posts a second",
    notes,
    height: 110 + bars.length * 32 + notes.length * 17,
    option: {
      // Each has a place of its own: how wide a text is depends on the fonts of the reader.
      legend: [...KINDS, { name: ENGINE, left: 470 }].map(({ name, left }) => ({
        top: 30,
        left,
        itemWidth: 14,
        selectedMode: false,
        textStyle: { fontSize: 13, color: COLORS.text },
        data: [name],
      })),
      grid: { left: 225, right: 80, top: 64, bottom: 24 + notes.length * 17 },
      xAxis: { type: "value", show: false },
      yAxis: {
        type: "category",
        inverse: true,
        data: bars.map(({ name }) => name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { fontSize: 14, color: COLORS.text },
      },
      series: [
        ...KINDS.map(({ name, color }) => series(name, color, bars)),
        series(ENGINE, COLORS.engine, bars),
      ],
    },
  });
}

function recordedPosts({ requests }: RecordedEngine): number {
  return requests.results[0]?.posts ?? Number.NaN;
}

/** The bars of one colour. The others are empty. All share a stack, so that each bar has the whole height of its line. */
function series(name: string, color: string, bars: readonly PostsBar[]) {
  return {
    type: "bar" as const,
    silent: true,
    name,
    stack: "all",
    barWidth: 20,
    itemStyle: { color },
    data: bars.map((bar) => (bar.color === color ? Math.round(bar.perSecond) : null)),
    label: {
      show: true,
      position: "right" as const,
      fontSize: 14,
      color: COLORS.text,
      formatter: ({ value }: { value?: unknown }) =>
        typeof value === "number" ? value.toLocaleString("en") : "",
    },
  };
}
