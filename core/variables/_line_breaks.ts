import { CollectedBytes } from "./_collected_bytes.ts";

/**
 * The line breaks of a text, so that it can be told from what is left without them. A line takes two bytes.
 */
export class LineBreaks {
  /** For each: how many other characters come between it and the one before, times two, plus one for CR; as LEB128. */
  readonly #log = new CollectedBytes();
  #last = 0;

  /**
   * Adds one.
   *
   * @param position How many other characters come before it; no fewer than for the one before.
   * @param isReturn CR, else LF.
   */
  add(position: number, isReturn: boolean): void {
    const bytes: number[] = [];
    let rest = 2 * (position - this.#last) + (isReturn ? 1 : 0);
    this.#last = position;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
    this.#log.append(Uint8Array.from(bytes));
  }

  /** Puts the line breaks back into a text. */
  insertInto(text: string): string {
    const pieces: string[] = [];
    let from = 0;
    let gap = 0;
    let factor = 1;
    for (const byte of this.#log.bytes()) {
      gap += (byte % 128) * factor;
      factor *= 128;
      if (byte >= 128) continue;
      const to = from + Math.floor(gap / 2);
      pieces.push(text.slice(from, to), gap % 2 === 1 ? "\r" : "\n");
      from = to;
      gap = 0;
      factor = 1;
    }
    pieces.push(text.slice(from));
    return pieces.join("");
  }
}
