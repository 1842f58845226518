import type { Table } from "./table.ts";

/** One thing that was promised: a figure and the least, or the most, that it may be. */
export interface Bar {
  readonly what: string;
  /** `undefined` if it was not measured in this run. */
  readonly figure: number | undefined;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Of figure and bar. */
  readonly unit: string;
}

/** All bars with figure, and whether they are met. */
export function barTable(bars: readonly Bar[]): Table {
  return {
    title: "Bars",
    columns: ["what", "figure", "bar", ""],
    rows: bars.map(({ what, figure, atLeast, atMost, unit }) => [
      what,
      figure === undefined ? "–" : amount(figure, unit),
      atLeast === undefined ? `≤ ${amount(atMost ?? 0, unit)}` : `≥ ${amount(atLeast, unit)}`,
      verdict(figure, atLeast, atMost),
    ]),
  };
}

function amount(value: number, unit: string): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

function verdict(figure: number | undefined, atLeast = 0, atMost = Infinity): string {
  if (figure === undefined) return "not measured";
  return figure >= atLeast && figure <= atMost ? "met" : "MISSED";
}
