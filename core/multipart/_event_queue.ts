import type { PartHead } from "./part.ts";

/** The head of a part, a piece of its content, or `null` for its end. */
export type FormEvent = PartHead | Uint8Array | null;

/**
 * Keeps the events of a form in their order until they are taken. All chunks share one array: an array for each chunk took a tenth
 * of the time of chunks of 4 KiB.
 */
export class EventQueue {
  readonly #events: (FormEvent | undefined)[] = [];
  #taken = 0;
  #added = 0;

  add(event: FormEvent): void {
    this.#events[this.#added++] = event;
  }

  /** Takes the next event; `undefined` if there is none. */
  take(): FormEvent | undefined {
    if (this.#taken === this.#added) return undefined;
    const event = this.#events[this.#taken];
    this.#events[this.#taken++] = undefined;
    if (this.#taken === this.#added) {
      this.#taken = 0;
      this.#added = 0;
    }
    return event;
  }

  clear(): void {
    this.#events.length = 0;
    this.#taken = 0;
    this.#added = 0;
  }
}
