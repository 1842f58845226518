import { trimBlanks } from "./_trim_blanks.ts";

/**
 * A part's headers, read-only, found by name in any case. Only looked into when asked. A header that comes more than
 * once has its values joined by a comma and a blank; Content-Disposition and Content-Type come at most once. A header
 * that was folded over several lines is one line, with a blank at each fold.
 *
 * @example
 * ```ts
 * import { parseMultipart } from "varpost";
 * import assert from "node:assert/strict";
 *
 * async function* source() {
 *   yield new TextEncoder().encode(
 *     '--b\r\nContent-Disposition: form-data; name="a"\r\nX-Id: 7\r\n\r\n\r\n--b--',
 *   );
 * }
 * for await (const { headers } of parseMultipart(source(), { boundary: "b" })) {
 *   assert.equal(headers.get("x-id"), "7");
 *   assert.deepEqual(Array.from(headers, ([name]) => name), ["content-disposition", "x-id"]);
 * }
 * ```
 */
export class PartHeaders implements Iterable<[name: string, value: string]> {
  readonly #lines: string;
  #values: Map<string, string> | undefined;

  /** @param lines The header lines, unfolded and known to be well-formed, each with its CRLF. */
  constructor(lines: string) {
    this.#lines = lines;
  }

  /** The value of the header of this name, without blanks around it; `undefined` if there is none. */
  get(name: string): string | undefined {
    return this.#read().get(name.toLowerCase());
  }

  /** Whether there is a header of this name. */
  has(name: string): boolean {
    return this.#read().has(name.toLowerCase());
  }

  /** Names in lower case and values, in the order in which the names were first sent. */
  [Symbol.iterator](): IterableIterator<[name: string, value: string]> {
    return this.#read().entries();
  }

  #read(): ReadonlyMap<string, string> {
    if (this.#values !== undefined) return this.#values;
    const values = new Map<string, string>();
    for (const line of this.#lines.split("\r\n")) {
      const colon = line.indexOf(":");
      if (colon < 0) continue;
      const name = line.slice(0, colon).toLowerCase();
      const value = trimBlanks(line.slice(colon + 1));
      const former = values.get(name);
      values.set(name, former === undefined ? value : `${former}, ${value}`);
    }
    this.#values = values;
    return values;
  }
}
