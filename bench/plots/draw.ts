import { type EChartsOption, init } from "echarts";
import type { Machine } from "../support/machine.ts";

/** All have a contrast of at least 3 : 1 to white and to the dark grey of dark pages, so one file does for both. */
export const COLORS = {
  text: "#747b83",
  line: "#8b949e",
  durable: "#2f81f7",
  memory: "#1f9d8b",
  engine: "#d9730d",
} as const;

const WIDTH = 760;
const FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";

/** What all plots have in common. */
export interface Plot {
  readonly title: string;
  /** Lines of small text below the plot: with what it was measured. */
  readonly notes: readonly string[];
  readonly height: number;
  readonly option: EChartsOption;
}

/** Draws a plot without background. */
export function draw({ title, notes, height, option }: Plot): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: FONT, color: COLORS.text },
    title: [
      { text: title, left: 0, top: 0, textStyle: { fontSize: 16, color: COLORS.text } },
      {
        text: notes.join("\n"),
        left: 0,
        bottom: 0,
        textStyle: { fontSize: 12, fontWeight: "normal", lineHeight: 17, color: COLORS.text },
      },
    ],
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/** One line about where a run was made. */
export function runNote({ date, cpu, node, varpost }: Machine): string {
  return `${date}, ${cpu}, Node ${node}, varpost ${varpost}. Load and server share the machine.`;
}
