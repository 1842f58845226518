import { mkdirSync, writeFileSync } from "node:fs";
import { type Bar, barTable } from "./bar.ts";
import { type Machine, machineText } from "./machine.ts";
import { type Table, tableMarkdown, tableText } from "./table.ts";

/** The report of a benchmark. */
export interface Report {
  /** Name of the files, without extension. */
  readonly name: string;
  readonly title: string;
  readonly introduction: string;
  readonly machine: Machine;
  /** Tables without figures are left out. */
  readonly tables: readonly Table[];
  /** They are shown below the tables. Of a run that is not complete only those that were measured are shown. */
  readonly bars: readonly Bar[];
  /** Every figure, for programs. */
  readonly figures: unknown;
  /** Whether everything was measured. */
  readonly isComplete: boolean;
}

const FOLDER = `${import.meta.dirname}/../results`;

/**
 * Prints a report, and writes it to bench/results: that of a complete run as Markdown and as JSON; of any other run only the figures,
 * as `NAME.partial.json`, which Git ignores.
 */
export function finish(report: Report): void {
  const { name, title, introduction, machine, figures, isComplete } = report;
  const bars = report.bars.filter(({ figure }) => isComplete || figure !== undefined);
  const tables = [...report.tables, barTable(bars)].filter(hasFigures);
  for (const table of tables) console.log(`\n${tableText(table)}`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    `${FOLDER}/${name}${isComplete ? "" : ".partial"}.json`,
    `${JSON.stringify({ machine, figures }, undefined, 2)}\n`,
  );
  if (!isComplete) return;
  const head = [`# ${title}`, "", introduction, "", machineText(machine)];
  const text = [...head, "", tables.map(tableMarkdown).join("\n\n"), ""].join("\n");
  writeFileSync(`${FOLDER}/${name}.md`, text);
}

function hasFigures({ rows }: Table): boolean {
  return rows.some((cells) => cells.slice(1).some((cell) => cell !== ""));
}
