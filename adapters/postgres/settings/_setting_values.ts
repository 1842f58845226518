import { type Setting, unfit } from "./_setting.ts";

/** The longest name that PostgreSQL keeps whole, in bytes. */
const MAX_NAME_BYTES = 63;

/** Reads the name of the schema. It is always quoted, so any character but U+0000 may be in it. */
export function schemaOf(given: Setting | undefined): string {
  if (given === undefined) return "varpost";
  const bytes = new TextEncoder().encode(given.text).length;
  if (bytes > MAX_NAME_BYTES || !given.text.isWellFormed()) {
    throw unfit(given, `a name has at most ${MAX_NAME_BYTES} bytes of UTF-8`);
  }
  if (given.text.startsWith("pg_") || given.text === "information_schema") {
    throw unfit(given, "this name belongs to PostgreSQL");
  }
  return given.text;
}

/** Reads a switch. Default on. */
export function switchOf(given: Setting | undefined): boolean {
  if (given === undefined || given.text === "true") return true;
  if (given.text === "false") return false;
  throw unfit(given, "give true or false");
}

/** Reads a whole number. */
export function wholeOf(
  given: Setting | undefined,
  standard: number,
  least: number,
  most: number,
): number {
  if (given === undefined) return standard;
  const number = Number(given.text);
  if (/^\d+$/.test(given.text) && number >= least && number <= most) return number;
  throw unfit(given, `give a whole number from ${least} to ${most}`);
}
