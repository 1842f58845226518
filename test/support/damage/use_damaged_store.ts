import type { StoreDamage } from "../../../adapters/filesystem.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
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
/** Garbage may be as much as what is needed. */
const PASSES = 3;

/** Opens a store, reads all of it, lets it merge its log, and reads all again. */
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
    const findings = [await examineDamage(storage, values, random)];
    if (!store.isPrecise) return { told, findings };
    await writeAgain(storage, values, random);
    findings.push(await examineDamage(storage, values, random));
    return { told, findings };
  } finally {
    await storage.close();
  }
}

/** Writes most small values again and again as they are. So most of the log becomes garbage, and merges copy the rest. */
async function writeAgain(
  storage: VariableStorage,
  values: readonly DamageValue[],
  random: () => number,
): Promise<void> {
  const calls = values.flatMap(({ instance, allowed }) => {
    const [put] = allowed;
    if (typeof put !== "object" || allowed.length > 1 || random() < 0.25) return [];
    return (put.content?.length ?? 0) > LOGGED_BYTES ? [] : [{ instance, put }];
  });
  for (let call = 0; call < PASSES * calls.length; call += CALLS_AT_ONCE) {
    const some = Array.from({ length: CALLS_AT_ONCE }, (_, i) => calls[(call + i) % calls.length]);
    await Promise.all(some.map((each) => each && storage.apply(each.instance, [each.put])));
  }
}
