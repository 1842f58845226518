import { trimBlanks } from "./_trim_blanks.ts";

/**
 * The headers of a part, read-only. Names are found in any case. The values of a repeated header are joined with a comma and a
 * space; Content-Disposition and Content-Type are never repeated. A folded header is one line, with a space at each fold. The
 * headers are parsed when they are first asked for.
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

  /** @param lines The header lines, unfolded and well-formed, each with its CRLF. */
  constructor(lines: string) {
    this.#lines = lines;
  }

  /** The value of the header with this name, without blanks around it; `undefined` if there is no such header. */
  get(name: string): string | undefined {
    return this.#read().get(name.toLowerCase());
  }

  /** Whether there is a header with this name. */
  has(name: string): boolean {
    return this.#read().has(name.toLowerCase());
  }

  /** Iterates names in lower case and values, in the order in which the names were first sent. */
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
