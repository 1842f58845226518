/**
 * Fills a store, reports that, and then either closes the store or goes on writing until it is killed.
 *
 * node --import tsx test/support/damage/damage_writer_main.ts STORE DIRECTORY SEED stop|kill
 */
import { writeSync } from "node:fs";
import { content } from "../../../adapters/contract/_content.ts";
import { CRASH_STORES } from "../crash/crash_stores.ts";
import { damageValues } from "./damage_values.ts";

const [storeName, directory = "", seed, end] = process.argv.slice(2);
const store = CRASH_STORES.find(({ name }) => name === storeName);
if (store === undefined) throw new Error(`Cannot open the store: there is no '${storeName}'`);

const storage = await store.open(directory);
const busy = (index: number) => {
  const bytes = content(index % 2 === 0 ? 100 : 200_000, index + 1);
  const put = { op: "put", type: "Bytes", valueInfo: {}, content: bytes } as const;
  return storage.apply("busy", [{ ...put, name: `b${index % 5}` }]);
};
// Between the puts, other values are replaced and deleted, so that rows and files are not in the order of their creation.
for (const [index, { instance, put }] of damageValues(Number(seed)).entries()) {
  if (index % 7 === 0) await storage.apply(instance, [{ ...put, content: content(50_000, 1) }]);
  if (index % 3 === 0) await busy(index);
  await storage.apply(instance, [put, { op: "delete", name: "none" }]);
}
writeSync(1, "filled\n");
if (end === "stop") await storage.close();
else for (let index = 0; ; index++) await busy(index);
