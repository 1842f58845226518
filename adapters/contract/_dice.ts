import assert from "node:assert/strict";
import { createRandom } from "./_create_random.ts";

/** Random choices, which are the same for the same seed. */
export class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** A whole number from 0 to `end` (exclusive). */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  /** Whether something with this probability happens. */
  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  /** One of these. */
  pick<T>(items: readonly T[]): T {
    const index = this.below(items.length);
    for (const item of items.slice(index, index + 1)) return item;
    assert.fail("There is nothing to pick from");
  }

  /** Some of these, in random order; each at most once. */
  some<T>(items: readonly T[], count: number): T[] {
    const rest = [...items];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) {
      chosen.push(...rest.splice(this.below(rest.length), 1));
    }
    return chosen;
  }
}
