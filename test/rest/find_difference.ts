import { readFileSync } from "node:fs";
import { DIFFERENCES, type DifferenceId } from "./differences.ts";

const PAGE = "docs/differences.md";

/** Where the documentation tells a difference: `docs/differences.md`, the line's number and the first cell of the row. */
export function findDifference(id: DifferenceId): string {
  const cell = DIFFERENCES[id];
  const lines = readFileSync(PAGE, "utf8").split("\n");
  const index = lines.findIndex((line) => line.startsWith(`| ${cell} |`));
  if (index < 0)
    throw new Error(`Cannot find the difference '${id}': ${PAGE} has no row '${cell}'`);
  return `${PAGE}:${index + 1}: ${cell}`;
}
