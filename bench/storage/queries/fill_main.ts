/**
 * Fills a durable store.
 *
 * fill_main.ts ROOT KIND PLACE INSTANCES
 */
import { loadVersion } from "../load_version.ts";
import { fill } from "./fill.ts";

const [root = "", kind = "", place = "", instances = ""] = process.argv.slice(2);
const { open } = await loadVersion(root, kind, place);
const storage = await open();
await fill(storage, Number(instances));
await storage.close();
process.send?.("filled");
