import type { StoreDamage } from "../../../adapters/filesystem.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { withFreeBytes } from "../free_bytes.ts";
import type { DamageStore } from "./damage_stores.ts";
import type { DamageValue } from "./damage_values.ts";
import { type DamageFindings, examineDamage } from "./examine_damage.ts";

/** What was found while a store was open. */
export interface Use {
  /** The damage that was told when it was opened. */
  readonly told: readonly StoreDamage[];
  readonly findings: readonly DamageFindings[];
}

/** Values up to this size lie in the log. */
const LOGGED_BYTES = 50_000;
const CALLS_AT_ONCE = 40;
/** A disk with so little room left is nearly full. So all garbage is merged, but nothing small is refused. */
const FREE_BYTES = 1_572_864;

/** Opens a store, sometimes reads all of it, lets it merge its log, and reads all of it. */
export async function useDamagedStore(
  store: DamageStore,
  directory: string,
  acceptDamage: boolean,
  values: readonly DamageValue[],
  random: () => number,
): Promise<Use> {
  const told: StoreDamage[] = [];
  const storage = await store.open(directory, {
    acceptDamage,
    onDamage: (damage) => told.push(damage),
  });
  try {
    // A damage that nobody has read before is met by a merge.
    const readFirst = !store.isPrecise || random() < 0.5;
    const findings = readFirst ? [await examineDamage(storage, values, random)] : [];
    if (!store.isPrecise) return { told, findings };
    await withFreeBytes(
      () => FREE_BYTES,
      () => writeAgain(storage, values, random),
    );
    findings.push(await examineDamage(storage, values, random));
    return { told, findings };
  } finally {
    await storage.close();
  }
}

/** Writes most small values again as they are. So most of the log becomes garbage, and merges copy the rest. */
async function writeAgain(
  storage: VariableStorage,
  values: readonly DamageValue[],
  random: () => number,
): Promise<void> {
  let running: Promise<unknown>[] = [];
  for (const { instance, allowed } of values) {
    const [put] = allowed;
    if (typeof put !== "object" || allowed.length > 1 || random() < 0.25) continue;
    if ((put.content?.length ?? 0) > LOGGED_BYTES) continue;
    running.push(storage.apply(instance, [put]));
    if (running.length < CALLS_AT_ONCE) continue;
    await Promise.all(running);
    running = [];
  }
  await Promise.all(running);
}
