/**
 * Asks a storage all questions, and sends how it answered. When it is told to, it serves the storage, and sends the port. From then on
 * it collects its garbage each time it is told to, and says so. A storage in memory is filled first.
 *
 * answer_main.ts ROOT KIND PLACE INSTANCES
 */
import { once } from "node:events";
import { ProcessMemory } from "../../server/process_memory.ts";
import { loadVersion } from "../load_version.ts";
import { askAll } from "./ask_all.ts";
import { fill } from "./fill.ts";
import { StorageAsker } from "./storage_asker.ts";

const [root = "", kind = "", place = "", given = ""] = process.argv.slice(2);
const instances = Number(given);
const { core, server, open } = await loadVersion(root, kind, place);
const storage = await open();
if (kind === "memory") await fill(storage, instances);
const asker = new StorageAsker(storage);
const toldToServe = once(process, "message");
process.send?.(await askAll(asker, instances, new ProcessMemory(process.pid)));
await toldToServe;
const variables = new core.ProcessVariables({ storage });
const { port } = await server.startServer({ variables, port: 0 });
process.on("message", async () => {
  await asker.collect();
  process.send?.("collected");
});
process.send?.(port);
