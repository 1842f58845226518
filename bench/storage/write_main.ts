/**
 * Writes small values, and with `close` closes the storage.
 *
 * write_main.ts ROOT KIND PATH FROM TO INSTANCES close|kill
 */
import { loadVersion } from "./load_version.ts";
import { writeInstances } from "./small_values.ts";

const [root = "", kind = "", path = "", from, to, instances, end] = process.argv.slice(2);
const { open } = await loadVersion(root, kind, path);
const storage = await open();
await writeInstances(storage, Number(from), Number(to), Number(instances));
if (end === "close") await storage.close();
process.send?.("written");
