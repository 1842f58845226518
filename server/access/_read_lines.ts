import { readFile, stat } from "node:fs/promises";

/** A line of a file, without blanks around it. */
export interface Line {
  readonly text: string;
  /** Number of the line, from 1. */
  readonly number: number;
}

/** More than any file of users or tokens has. */
const MAX_BYTES = 4 * 1024 ** 2;

/**
 * Reads the lines of a file that say something: those that are neither blank nor begin with `#`.
 *
 * @param what What the file is for, for messages, such as `the users file`.
 * @param file Path of the file.
 * @throws {Error} If it cannot be read, is not UTF-8, or is too large.
 */
export async function readLines(what: string, file: string): Promise<readonly Line[]> {
  const text = await readText(what, file);
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"));
}

async function readText(what: string, file: string): Promise<string> {
  const bytes = await readBytes(file).catch((cause) => {
    throw new Error(`Cannot read ${what} '${file}': ${cause.message}`, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`Cannot read ${what} '${file}': it is not UTF-8`);
  }
}

async function readBytes(file: string): Promise<Buffer> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, at most ${MAX_BYTES} are read`);
  return readFile(file);
}
