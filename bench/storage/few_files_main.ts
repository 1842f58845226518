/**
 * Writes a value of 1 KiB in each of some instances, then asks for and writes random ones of them.
 *
 * few_files_main.ts ROOT KIND PATH INSTANCES
 */
import { randomBytes } from "node:crypto";
import { eachAtOnce, perSecond } from "./at_once.ts";
import type { FewFilesSpeed } from "./few_files.ts";
import { loadVersion } from "./load_version.ts";

const WARM_UP_MS = 500;
const MEASURE_MS = 1_500;

const content = randomBytes(1024);

const [root = "", kind = "", path = "", given = ""] = process.argv.slice(2);
const instances = Number(given);
const { open } = await loadVersion(root, kind, path);
const storage = await open();
await eachAtOnce(0, instances, apply);
const stat = async () => {
  const record = await storage.stat(`instance${random()}`, "value");
  if (record?.size !== content.length) throw new Error("Cannot count: the value is not there");
};
await perSecond(WARM_UP_MS, stat);
const stats = await perSecond(MEASURE_MS, stat);
await perSecond(WARM_UP_MS, () => apply(random()));
const applies = await perSecond(MEASURE_MS, () => apply(random()));
await storage.close();
process.send?.({ stats, applies } satisfies FewFilesSpeed);

async function apply(at: number): Promise<void> {
  await storage.apply(`instance${at}`, [
    { op: "put", name: "value", type: "Bytes", valueInfo: {}, content },
  ]);
}

function random(): number {
  return Math.floor(Math.random() * instances);
}
