import { trimBlanks } from "./_trim_blanks.ts";
import type { PartHeaders } from "./part_headers.ts";

/** The headers of a part as they were sent, split into names and values when one is asked for. */
export class HeaderLines implements PartHeaders {
  readonly #lines: string;
  #values: Map<string, string> | undefined;

  /** @param lines The header lines, unfolded and well-formed, each with its CRLF. */
  constructor(lines: string) {
    this.#lines = lines;
  }

  get(name: string): string | undefined {
    return this.#read().get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#read().has(name.toLowerCase());
  }

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
