import type { ProgressStream } from "./command.ts";

/** A terminal gets the line so often, in milliseconds. */
const TERMINAL_MS = 100;
/** Another stream gets a line so often. */
const LINES_MS = 10_000;
const DEFAULT_COLUMNS = 80;
const BAR = 20;

/** Shows how far something has come: one line of a terminal that changes, or a line now and then elsewhere. */
export class ProgressLine {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #begin: number;
  #last: number;
  #isShown = false;

  /** @param now The time in milliseconds. Tests have their own. */
  constructor(stream: ProgressStream, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
    this.#begin = now();
    this.#last = this.#begin;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (this.#now() - this.#begin) / 1_000;
  }

  /** Shows a text, if the last one was shown long enough ago. */
  show(text: () => string): void {
    const { isTTY = false } = this.#stream;
    // Some terminals say that they have no columns.
    const columns = this.#stream.columns || DEFAULT_COLUMNS;
    const now = this.#now();
    if (now - this.#last < (isTTY ? TERMINAL_MS : LINES_MS)) return;
    this.#last = now;
    this.#isShown = true;
    // The line is cleared behind the text. A text as wide as the terminal would begin another line.
    this.#stream.write(isTTY ? `\r${text().slice(0, columns - 1)}\x1b[K` : `${text()}\n`);
  }

  /** Removes the line from a terminal. */
  end(): void {
    if (this.#isShown && this.#stream.isTTY === true) this.#stream.write("\r\x1b[K");
    this.#isShown = false;
  }
}

/** Draws a bar, such as `[####      ]  40 %`. */
export function barOf(done: number, all: number): string {
  const part = all === 0 ? 1 : Math.min(1, done / all);
  const filled = Math.floor(BAR * part);
  return `[${"#".repeat(filled)}${" ".repeat(BAR - filled)}] ${String(Math.floor(100 * part)).padStart(3)} %`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** Shows a number of bytes, such as `1.5 GiB`. */
export function showBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** Shows a number with a word, such as `1,000 variables` and `1 variable`. */
export function showCount(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
}
