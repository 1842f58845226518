import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { copyStore } from "../copy_store.ts";
import { createRandom } from "../crash/random.ts";
import type { DamageStore } from "./damage_stores.ts";
import { type DamageEnd, fillStore } from "./fill_store.ts";
import { type FlippedBit, flipIn } from "./flipped_bit.ts";
import { type Outcome, tryDamagedStore } from "./try_damaged_store.ts";

export interface DamageOptions {
  /** An empty directory. */
  readonly directory: string;
  readonly end: DamageEnd;
  /** Number of flips, each of one bit in a copy of its own. */
  readonly flips: number;
  /** Determines what is written, and which bits are flipped. */
  readonly seed: number;
}

/** Numbers of flips by their outcomes. */
export type DamageCounts = Record<Outcome["kind"], number>;

export interface DamageResult {
  readonly total: DamageCounts;
  /** The same by the places of the bits. */
  readonly places: ReadonlyMap<string, DamageCounts>;
  readonly details: readonly string[];
}

/** Lets a process fill a store, and examines copies of it with one flipped bit each. */
export async function runDamageRounds(
  store: DamageStore,
  { directory, end, flips, seed }: DamageOptions,
): Promise<DamageResult> {
  const random = createRandom(seed);
  const origin = join(directory, "origin");
  await mkdir(origin);
  const values = await fillStore(store, origin, seed, end);
  const total = noCounts();
  const places = new Map<string, DamageCounts>();
  const details: string[] = [];
  // Round 0 flips nothing: what it finds is a fault of the harness.
  for (let round = 0; round <= flips; round++) {
    const flipped = round === 0 ? undefined : await store.chooseBit(origin, random);
    const copy = join(directory, `copy-${round}`);
    await copyStore(origin, copy);
    if (flipped !== undefined) await flipIn(copy, flipped);
    const damaged = { directory: copy, whole: origin, flipped };
    const outcome = await tryDamagedStore(store, damaged, values, random);
    await rm(copy, { recursive: true });
    if (flipped === undefined) {
      if (outcome.kind === "right") continue;
      throw new Error(
        `The undamaged store differs: ${outcome.kind}, ${outcome.details.join("; ")}`,
      );
    }
    const { kind } = outcome;
    details.push(...outcome.details.map((text) => `round ${round}, ${describe(flipped)}: ${text}`));
    const of = places.get(flipped.place) ?? noCounts();
    places.set(flipped.place, of);
    of[kind]++;
    total[kind]++;
  }
  return { total, places, details };
}

function describe({ place, file, bit }: FlippedBit): string {
  return `bit ${bit} of the ${place} '${file}'`;
}

function noCounts(): DamageCounts {
  return { right: 0, refused: 0, unopened: 0, missed: 0, lost: 0, wrong: 0 };
}
