import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FoundDamage, VerificationWatch } from "../../../adapters/_verification.ts";
import { verifyFilesystem } from "../../../adapters/filesystem/verify/_verify_filesystem.ts";
import { verifySqlite } from "../../../adapters/sqlite/verify/_verify_sqlite.ts";
import { copyStore } from "../copy_store.ts";
import { createRandom } from "../crash/random.ts";
import { type DamageStore, refuseDamage } from "../damage/damage_stores.ts";
import { type DamageEnd, fillStore } from "../damage/fill_store.ts";
import { flipIn } from "../damage/flipped_bit.ts";
import { type VerifyResult, verifyRounds } from "./verify_rounds.ts";

/** Runs a verification, and returns the damage. */
export async function damagesOf(
  verify: (watch: VerificationWatch) => Promise<void>,
): Promise<readonly FoundDamage[]> {
  const damages: FoundDamage[] = [];
  const { signal } = new AbortController();
  await verify({ signal, onProgress() {}, onDamage: (damage) => damages.push(damage) });
  return damages;
}

/** Flips bits of a store of files. */
export async function verifyFiles(
  store: DamageStore,
  directory: string,
  { flips, seed, end }: { flips: number; seed: number; end: DamageEnd },
): Promise<VerifyResult> {
  const random = createRandom(seed);
  const origin = join(directory, "origin");
  await mkdir(origin);
  await fillStore(store, origin, seed, end);
  const whole = join(directory, "whole");
  await copyStore(origin, whole);
  return verifyRounds(await store.open(whole, refuseDamage), flips, async (round) => {
    const flipped = round === undefined ? undefined : await store.chooseBit(origin, random);
    const copy = join(directory, `copy-${round ?? 0}`);
    await copyStore(origin, copy);
    if (flipped !== undefined) await flipIn(copy, flipped);
    return {
      place: flipped?.place ?? "",
      verify: () =>
        damagesOf((watch) =>
          store.name === "sqlite"
            ? verifySqlite(join(copy, "store.db"), watch)
            : verifyFilesystem(join(copy, "store"), watch),
        ),
      open: () => store.open(copy, refuseDamage),
      end: () => rm(copy, { recursive: true }),
    };
  });
}
