/**
 * Writes the first value of new instances.
 *
 * new_instances_main.ts ROOT KIND PATH INSTANCES
 */
import { randomBytes } from "node:crypto";
import { eachAtOnce } from "./at_once.ts";
import { loadVersion } from "./load_version.ts";
import { PARTS } from "./new_instances.ts";

const content = randomBytes(1024);

const [root = "", kind = "", path = "", given = ""] = process.argv.slice(2);
const count = Number(given);
const { open } = await loadVersion(root, kind, path);
const storage = await open();
const seconds: number[] = [];
for (let part = 0; part < PARTS; part += 1) {
  const started = performance.now();
  const from = Math.floor((count * part) / PARTS);
  const to = Math.floor((count * (part + 1)) / PARTS);
  await eachAtOnce(from, to, async (at) => {
    await storage.apply(`instance${at}`, [
      { op: "put", name: "value", type: "Bytes", valueInfo: {}, content },
    ]);
  });
  seconds.push((performance.now() - started) / 1000);
}
await storage.close();
process.send?.(seconds);
