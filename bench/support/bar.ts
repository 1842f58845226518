import type { Table } from "./table.ts";

/** One promise: a figure, and the smallest or largest value that it may have. */
export interface Bar {
  readonly what: string;
  /** `undefined` if it was not measured in this run. */
  readonly figure: number | undefined;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Unit of the figure and of the bar. */
  readonly unit: string;
}

/** Makes a table of all bars that have a figure, and of whether they are met. */
export function barTable(bars: readonly Bar[]): Table {
  return {
    title: "Bars",
    columns: ["what", "figure", "bar", ""],
    rows: bars.map((bar) => {
      const { what, figure, atLeast, atMost, unit } = bar;
      return [
        what,
        figure === undefined ? "–" : amount(figure, unit),
        atLeast === undefined ? `≤ ${amount(atMost ?? 0, unit)}` : `≥ ${amount(atLeast, unit)}`,
        verdict(bar),
      ];
    }),
  };
}

/** A promise about the ratio of two figures. It has no figure if one of them was not measured. */
export function ratioBar(
  what: string,
  bar: { readonly atLeast: number } | { readonly atMost: number },
  of: number | undefined,
  to: number | undefined,
): Bar {
  const figure = of === undefined || to === undefined ? undefined : of / to;
  return { what, figure, ...bar, unit: "×" };
}

/** Says whether a promise is kept. */
export function verdict({
  figure,
  atLeast = 0,
  atMost = Number.POSITIVE_INFINITY,
}: Pick<Bar, "figure" | "atLeast" | "atMost">): string {
  if (figure === undefined) return "not measured";
  return figure >= atLeast && figure <= atMost ? "met" : "MISSED";
}

function amount(value: number, unit: string): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
