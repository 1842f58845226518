import type { Form } from "./form.ts";

/** Work that every parser must do, or that is hard to beat. It gives no answer that could be checked. */
export interface Floor {
  readonly name: string;
  /** Returns a number that depends on the work, so that the compiler does not leave the work out. */
  run(form: Form): number;
}

let target = Buffer.alloc(0);

export const FLOORS: readonly Floor[] = [
  {
    name: "one indexOf pass",
    run({ boundary, chunks }) {
      const delimiter = Buffer.from(`\r\n--${boundary}`);
      let found = 0;
      for (const chunk of chunks) {
        let at = chunk.indexOf(delimiter);
        while (at !== -1) {
          found += 1;
          at = chunk.indexOf(delimiter, at + delimiter.length);
        }
      }
      return found;
    },
  },
  {
    name: "one memory copy",
    run({ bytes, chunks }) {
      // The memory is allocated once, since new pages would cost more than the copy.
      if (target.length !== bytes) target = Buffer.alloc(bytes);
      let at = 0;
      for (const chunk of chunks) {
        target.set(chunk, at);
        at += chunk.length;
      }
      return target[0] ?? 0;
    },
  },
  {
    name: "walk over the chunks",
    run({ chunks }) {
      let sum = 0;
      for (const chunk of chunks) sum += chunk.length;
      return sum;
    },
  },
];
