import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";

const TICK_MS = 1_000;
/** What a unit of work takes on the machine for which the deadlines were chosen, with nothing else to do. */
const UNIT_MS = 10;
const UNIT_BYTES = 500_000;
const UNIT_SYNCS = 4;

/**
 * Does a unit of the kind of work that tests do: computing, and small writes that are synced. It does not depend on what
 * the compiler makes of it, so it costs the same under coverage.
 *
 * @returns How many times longer it took than on the machine for which deadlines are chosen; 1 if it was faster.
 */
export async function measureSlowness(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "varpost-pace-"));
  try {
    const file = await open(join(directory, "unit"), "w");
    try {
      const started = performance.now();
      const packed = deflateRawSync(UNIT_TEXT);
      for (let sync = 0; sync < UNIT_SYNCS; sync++) {
        await file.write(packed, 0, 4_096, 0);
        await file.datasync();
      }
      return Math.max(1, (performance.now() - started) / UNIT_MS);
    } finally {
      await file.close();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/**
 * A clock for deadlines. Every second it does a unit of work; if that takes ten times as long as it should, since the
 * processor is slow or others want it, the second counts as a tenth. So a deadline stretches with the machine, and what
 * hangs still meets it.
 */
export class FairClock {
  readonly #measure: () => Promise<number>;
  #milliseconds = 0;
  #slowness = 1;
  #counted = performance.now();

  /** Starts to run; keeps no process from ending. @param measure Tells how many times slower the machine is right now. */
  constructor(measure: () => Promise<number> = measureSlowness) {
    this.#measure = measure;
    this.#run();
  }

  /** Milliseconds since the start, as the machine would have counted them that the deadlines were chosen for. */
  now(): number {
    // A process that was not woken for long, as on a laptop that slept, has not had that time.
    const elapsed = Math.min(performance.now() - this.#counted, 2 * TICK_MS);
    return this.#milliseconds + elapsed / this.#slowness;
  }

  async #run(): Promise<never> {
    for (;;) {
      const slowness = await this.#measure();
      this.#milliseconds = this.now();
      this.#counted = performance.now();
      this.#slowness = slowness;
      await new Promise((resolve) => setTimeout(resolve, TICK_MS).unref());
    }
  }
}

/** Letters without an order. */
const UNIT_TEXT = new Uint8Array(UNIT_BYTES);
let state = 1;
for (let i = 0; i < UNIT_BYTES; i++) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  UNIT_TEXT[i] = 97 + (state >>> 28);
}
