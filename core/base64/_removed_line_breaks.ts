const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Length of the longest entry in the log. */
const MAX_ENTRY_BYTES = 8;

/**
 * Records the line breaks of an ASCII text, so that the text can be restored after they were taken out. A line of usual length
 * takes two bytes.
 */
export class RemovedLineBreaks {
  /**
   * An entry for each line break, as LEB128: twice the number of other characters between it and the line break before, plus
   * one for a CR.
   */
  #log = new Uint8Array(64);
  #size = 0;
  #count = 0;
  #last = 0;

  /**
   * Records one line break. Call it in the order of the text.
   *
   * @param position Number of other characters before it.
   * @param isReturn Whether it is a CR; else it is an LF.
   */
  add(position: number, isReturn: boolean): void {
    if (this.#size + MAX_ENTRY_BYTES > this.#log.length) this.#grow();
    let rest = 2 * (position - this.#last) + (isReturn ? 1 : 0);
    this.#last = position;
    this.#count++;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#log[this.#size++] = (rest % 128) + 128;
    this.#log[this.#size++] = rest;
  }

  /** Puts the recorded line breaks back into a text without line breaks. */
  insertInto(text: string): string {
    if (this.#count === 0) return text;
    const source = encoder.encode(text);
    const bytes = new Uint8Array(source.length + this.#count);
    let from = 0;
    let at = 0;
    let gap = 0;
    let factor = 1;
    for (const byte of this.#log.subarray(0, this.#size)) {
      gap += (byte % 128) * factor;
      factor *= 128;
      if (byte >= 128) continue;
      for (let left = Math.floor(gap / 2); left > 0; left--) bytes[at++] = source[from++] ?? 0;
      bytes[at++] = gap % 2 === 1 ? 0x0d : 0x0a;
      gap = 0;
      factor = 1;
    }
    bytes.set(source.subarray(from), at);
    return decoder.decode(bytes);
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#log.length);
    larger.set(this.#log);
    this.#log = larger;
  }
}
