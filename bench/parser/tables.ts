import type { Table } from "../support/table.ts";
import { bestPeer, ratio, resultOf } from "./figures.ts";
import type { Measured, Result } from "./measure.ts";

/** Makes a table of figures and a table of ratios for each group of bodies. */
export function groupTables(measured: readonly Measured[]): Table[] {
  const groups = [...new Set(measured.map(({ body }) => body.group))];
  return groups.flatMap((group) => {
    const bodies = measured.filter(({ body }) => body.group === group);
    const unit = bodies.some(({ body }) => body.collected) ? "1,000 forms/s" : "GB/s";
    const columns = ["", ...bodies.map(({ body }) => body.name)];
    return [
      {
        title: `${capital(group)}: ${unit}`,
        note: "The best round, and in parentheses the middle one.",
        columns,
        rows: names(bodies).map((name) => [name, ...bodies.map((body) => figure(body, name))]),
      },
      {
        title: `${capital(group)}: times the speed of the best correct peer`,
        columns,
        rows: [
          ...names(bodies).map((name) => [name, ...bodies.map((body) => toPeer(body, name))]),
          ...floors(bodies).map((floor) => [
            `MultipartDecoder ÷ ${floor}`,
            ...bodies.map((body) =>
              times(ratio(resultOf(body, "MultipartDecoder"), resultOf(body, floor))),
            ),
          ]),
        ],
      },
    ];
  });
}

/** Makes a table of the wrong answers. */
export function faultTable(measured: readonly Measured[]): Table {
  return {
    title: "Wrong answers",
    note: "A contender whose answer is wrong has no figure.",
    columns: ["body", "contender", "its answer"],
    rows: measured.flatMap(({ body, results }) =>
      results
        .filter(({ fault }) => fault !== undefined)
        .map(({ contender, fault }) => [body.name, contender, fault ?? ""]),
    ),
  };
}

function names(bodies: readonly Measured[]): string[] {
  return [...new Set(bodies.flatMap(({ results }) => results.map(({ contender }) => contender)))];
}

function floors(bodies: readonly Measured[]): string[] {
  const results = bodies.flatMap((body) => body.results.filter(({ kind }) => kind === "floor"));
  return [...new Set(results.map(({ contender }) => contender))];
}

function figure(measured: Measured, name: string): string {
  const result = find(measured, name);
  if (result === undefined) return "";
  if (result.fault !== undefined) return "wrong";
  return `${speed(measured, result.best)} (${speed(measured, result.median)})`;
}

function speed({ body, bytes }: Measured, seconds: number): string {
  const value = (body.collected ? 1 / 1000 : bytes / 1e9) / seconds;
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function toPeer(measured: Measured, name: string): string {
  const result = find(measured, name);
  if (result === undefined) return "";
  return result.fault === undefined ? times(ratio(result, bestPeer(measured))) : "wrong";
}

function find(measured: Measured, name: string): Result | undefined {
  return measured.results.find(({ contender }) => contender === name);
}

function times(value: number | undefined): string {
  if (value === undefined) return "";
  if (value < 0.01) return value.toPrecision(1);
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
