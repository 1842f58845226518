import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";

const TICK_MS = 1_000;
/** Duration of a unit of work on the machine for which the deadlines were chosen, when it has no other load. */
const UNIT_MS = 10;
const UNIT_BYTES = 500_000;
const UNIT_SYNCS = 4;

/**
 * Does a unit of work of the kind that tests do: computing, and small synced writes. It takes the same time under coverage, since
 * it runs hardly any JavaScript.
 *
 * @returns How many times longer it took than on the machine for which the deadlines were chosen; at least 1.
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
 * A clock for deadlines. It does a unit of work every second. If that takes ten times as long as it should, because the processor
 * is slow or busy, the second counts as a tenth. So deadlines are longer on a slow machine, and a test that hangs still meets its
 * deadline.
 */
export class FairClock {
  readonly #measure: () => Promise<number>;
  #milliseconds = 0;
  #slowness = 1;
  #counted = performance.now();

  /**
   * Starts the clock. It does not keep the process alive.
   *
   * @param measure Measures how many times slower the machine is at present.
   */
  constructor(measure: () => Promise<number> = measureSlowness) {
    this.#measure = measure;
    this.#run();
  }

  /** Milliseconds since the start, converted to those of the machine for which the deadlines were chosen. */
  now(): number {
    // Time in which the process did not run, as on a laptop that slept, does not count.
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

/** Letters in no order. */
const UNIT_TEXT = new Uint8Array(UNIT_BYTES);
let state = 1;
for (let i = 0; i < UNIT_BYTES; i++) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  UNIT_TEXT[i] = 97 + (state >>> 28);
}
