import { parseArgs } from "node:util";

/** The options of a benchmark's command line. */
export interface Options<Name extends string = never> {
  /** Pieces of the names to run; if empty, everything runs. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** The further options that were given, by name. */
  readonly given: Readonly<Partial<Record<Name, string>>>;
}

/**
 * Reads `--only NAME[,NAME …]`, `--rounds N` and the further options that this benchmark has.
 *
 * @param rounds The number of rounds if none is given.
 * @param names Names of the further options. Each takes a value.
 */
export function readOptions<Name extends string = never>(
  rounds: number,
  names: readonly Name[] = [],
): Options<Name> {
  const { values } = parseArgs({
    options: Object.fromEntries(
      ["only", "rounds", ...names].map((name) => [name, { type: "string" as const }]),
    ),
  });
  const text = (name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const given: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = text(name);
    if (value !== undefined) given[name] = value;
  }
  return {
    only: text("only")?.split(",") ?? [],
    rounds: wholeNumber("rounds", text("rounds") ?? String(rounds)),
    given,
  };
}

/** Reads the number of an option. */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new RangeError(`Cannot take --${option} '${text}': a whole number from 1 is needed`);
}

/** Whether one of these names was asked for. */
export function wanted({ only }: Pick<Options, "only">, ...names: readonly string[]): boolean {
  return only.length === 0 || only.some((part) => names.some((name) => name.includes(part)));
}
