import { parseArgs } from "node:util";

/** The options of a benchmark's command line. */
export interface Options {
  /** Pieces of the names to run; if empty, everything runs. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** A folder with another version of varpost, built, to measure beside this one; `undefined` for none. */
  readonly against: string | undefined;
}

/** Reads `--only NAME[,NAME …]`, `--rounds N` and `--against FOLDER`. */
export function readOptions(rounds: number): Options {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      rounds: { type: "string" },
      against: { type: "string" },
    },
  });
  const given = Number(values.rounds ?? rounds);
  if (!Number.isInteger(given) || given < 1) {
    throw new RangeError(`Cannot run '${values.rounds}' rounds: a whole number from 1 is needed`);
  }
  return { only: values.only?.split(",") ?? [], rounds: given, against: values.against };
}

/** Whether one of these names was asked for. */
export function wanted(options: Options, ...names: readonly string[]): boolean {
  const { only } = options;
  return only.length === 0 || only.some((part) => names.some((name) => name.includes(part)));
}
