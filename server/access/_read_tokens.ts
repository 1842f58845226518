import { type Line, readLines } from "./_read_lines.ts";
import type { Token } from "./_token_list.ts";

/** What a header can carry (RFC 6750, section 2.1). */
const TOKEN = /^[A-Za-z\d\-._~+/]+=*$/;
/** Shorter ones could be guessed: 16 random bytes have 22 characters in base64. */
const MIN_LENGTH = 22;

/**
 * Reads a token file: one token a line. Blank lines, and lines that begin with `#`, say nothing.
 *
 * @param file Path of the file.
 * @throws {Error} If it cannot be read, or a line is wrong. The message names file and line, and shows nothing of a token.
 */
export async function readTokens(file: string): Promise<readonly Token[]> {
  const places = new Map<string, number>();
  return (await readLines("the token file", file)).map((line) => {
    const { text, number } = line;
    if (!TOKEN.test(text)) {
      throw wrong(file, line, "a token has only letters and digits of English, and -._~+/=");
    }
    if (text.length < MIN_LENGTH) {
      throw wrong(file, line, `the token has fewer than ${MIN_LENGTH} characters`);
    }
    const before = places.get(text);
    if (before !== undefined) throw wrong(file, line, `the token stands in line ${before}, too`);
    places.set(text, number);
    return { text, line: number };
  });
}

function wrong(file: string, { number }: Line, problem: string): Error {
  return new Error(`Cannot read the token file '${file}': line ${number}: ${problem}`);
}
