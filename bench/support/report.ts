import { mkdirSync, writeFileSync } from "node:fs";
import { type Machine, machineText } from "./machine.ts";
import { type Table, tableMarkdown } from "./table.ts";

/** The report of a benchmark. */
export interface Report {
  /** Name of the file, without extension. */
  readonly name: string;
  readonly title: string;
  readonly introduction: string;
  readonly machine: Machine;
  readonly tables: readonly Table[];
  /** Every figure, for programs. */
  readonly figures: unknown;
}

/** Writes a report to bench/results: as Markdown, and all figures as JSON. */
export function writeReport(report: Report): void {
  const { name, title, introduction, machine, tables, figures } = report;
  const folder = `${import.meta.dirname}/../results`;
  mkdirSync(folder, { recursive: true });
  const base = `${folder}/${name}`;
  const head = [`# ${title}`, "", introduction, "", machineText(machine)];
  const text = [...head, "", tables.map(tableMarkdown).join("\n\n"), ""].join("\n");
  writeFileSync(`${base}.md`, text);
  writeFileSync(`${base}.json`, `${JSON.stringify({ machine, figures }, undefined, 2)}\n`);
}
