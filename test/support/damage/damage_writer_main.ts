/**
 * Fills a store, reports that, and then either closes the store or goes on writing until it is killed.
 *
 * node --import tsx test/support/damage/damage_writer_main.ts STORE DIRECTORY SEED stop|kill
 */
import { writeSync } from "node:fs";
import { content } from "../../../adapters/contract/_content.ts";
import { DAMAGE_STORES, refuseDamage } from "./damage_stores.ts";
import { busyCall, CLEARED, damageValues } from "./damage_values.ts";
import type { DamageReportLine } from "./fill_store.ts";

const LAST_VALUES = 15;
const TAIL_VALUES = 4;

const [storeName, directory = "", seed, end] = process.argv.slice(2);
const store = DAMAGE_STORES.find(({ name }) => name === storeName);
if (store === undefined) throw new Error(`Cannot open the store: there is no '${storeName}'`);

let storage = await store.open(directory, refuseDamage);
let busyCalls = 0;
const busy = async () => {
  const index = busyCalls++;
  const { instance, name, put } = busyCall(index);
  report({ begin: index });
  await storage.apply(instance, [put ?? { op: "delete", name }]);
  report({ acknowledged: index });
};
// Between the puts, other values are replaced and deleted, so that rows, records and files are not in the order of their creation.
const values = damageValues(Number(seed));
const last = values.slice(-LAST_VALUES);
for (const [index, { instance, name, put }] of values.entries()) {
  if (put === undefined) continue;
  const old = { ...put, content: content(50_000, 1) };
  const isLast = index >= values.length - LAST_VALUES;
  if (index % 7 === 0 || isLast) await storage.apply(instance, [old]);
  if (index % 3 === 0) await busy();
  if (!isLast) await storage.apply(instance, [put, { op: "delete", name: "none" }]);
  await storage.apply(instance, [{ ...put, name: `${name}0` }]);
  if (index % 4 === 0 && index < values.length / 2) await storage.apply(CLEARED, [put]);
  if (index === values.length / 2) await storage.apply(CLEARED, [{ op: "clear" }]);
  const before = values[index - LAST_VALUES];
  if (before !== undefined) await deleteOther(before);
}
for (const value of last) await deleteOther(value);
// The smallest come last, into a segment of their own that is too short to be sealed when the store is closed.
const bySize = last.toSorted((a, b) => sizeOf(b) - sizeOf(a));
for (const [index, { instance, put }] of bySize.entries()) {
  if (index === LAST_VALUES - TAIL_VALUES) {
    await storage.close();
    storage = await store.open(directory, refuseDamage);
  }
  if (put !== undefined) await storage.apply(instance, [put]);
}
report({ filled: true });
if (end === "stop") await storage.close();
else for (;;) await busy();

function sizeOf({ put }: (typeof values)[number]): number {
  return put?.content?.length ?? 0;
}

/** Deletes what was put beside a value: each name that ends in 0 was there once. */
async function deleteOther({ instance, name }: (typeof values)[number]): Promise<void> {
  await storage.apply(instance, [{ op: "delete", name: `${name}0` }]);
}

/** Writes a report synchronously, so that a kill after it cannot lose it. */
function report(line: DamageReportLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
