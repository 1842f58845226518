import type { SizesResult } from "../server/sizes.ts";
import { COLORS, draw, runNote } from "./draw.ts";
import type { RecordedEngine, ServerRun } from "./recorded.ts";

const MIB = 2 ** 20;
const TICKS = [1, 4, 16, 64, 256, 1024];
const OURS = [
  { name: "varpost, SQLite", color: COLORS.durable, labelOffset: -9 },
  { name: "varpost, filesystem", color: COLORS.memory, labelOffset: 9 },
] as const satisfies readonly Line[];

interface Line {
  readonly name: string;
  readonly color: string;
  /** The lines of the storages are so close that one label has to go up and one down. */
  readonly labelOffset: number;
}

type Point = Pick<SizesResult, "size" | "peak" | "status">;

/** The memory of a server while it takes one value, by the size of the value. */
export function memoryPlot({ machine, figures }: ServerRun, recorded: RecordedEngine): string {
  const measured = (contender: string) =>
    figures.sizes.filter((result) => result.contender === contender);
  const { engine } = figures;
  const inThisRun = engine === undefined ? [] : measured(engine);
  const isRecorded = inThisRun.every(({ peak }) => peak === undefined);
  const name = isRecorded ? recorded.name : (engine ?? "");
  const notes = [
    "The memory that the process holds at its peak while it takes one value.",
    runNote(machine),
  ];
  if (isRecorded) notes.push(`${recorded.name}: ${recorded.sizes.date}, ${recorded.setup}.`);
  return draw({
    title: "Memory by the size of the value, MiB",
    notes,
    height: 400,
    option: {
      grid: { left: 50, right: 190, top: 44, bottom: 62 + notes.length * 17 },
      xAxis: {
        type: "log",
        logBase: 2,
        min: 1,
        max: 1024,
        name: "size of the value",
        nameLocation: "middle",
        nameGap: 28,
        nameTextStyle: { color: COLORS.text, fontSize: 13 },
        axisLabel: { fontSize: 13, color: COLORS.text, formatter: sizeLabel, customValues: TICKS },
        axisTick: { customValues: TICKS },
        axisLine: { lineStyle: { color: COLORS.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: "value",
        min: 0,
        axisLabel: { fontSize: 13, color: COLORS.text },
        splitLine: { lineStyle: { color: COLORS.line, opacity: 0.3 } },
      },
      series: [
        ...OURS.map((each) => line(each, measured(each.name))),
        line(
          { name, color: COLORS.engine, labelOffset: 0 },
          isRecorded ? recorded.sizes.results : inThisRun,
        ),
      ],
    },
  });
}

function sizeLabel(mebibytes: number): string {
  return mebibytes === 1024 ? "1 GiB" : `${mebibytes} MiB`;
}

/** A line through all points that were taken, with the name at its end. The value that was refused is its last point, and says so. */
function line({ name, color, labelOffset }: Line, points: readonly Point[]) {
  const last = points.at(-1);
  const refused = last !== undefined && last.status !== 204 ? last : undefined;
  return {
    type: "line" as const,
    silent: true,
    name,
    symbol: "circle",
    symbolSize: 7,
    itemStyle: { color },
    lineStyle: { color, width: 2.5 },
    data: points.map(({ size, peak }) => [size / MIB, Math.round((peak ?? 0) / MIB)]),
    endLabel: {
      show: true,
      color: COLORS.text,
      fontSize: 14,
      offset: [0, labelOffset],
      formatter: refused === undefined ? name : `${name}\n${refusal(refused)}`,
    },
  };
}

function refusal({ size, status }: Point): string {
  const answer = status === 0 ? "closes the connection" : `answers ${status}`;
  return `${answer} at ${size / MIB} MiB`;
}
