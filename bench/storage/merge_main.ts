/**
 * Fills a store with 2 GiB, and serves it. When it is told to, it deletes three quarters of the values, at random.
 *
 * merge_main.ts ROOT KIND PATH
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Change } from "../../dist/core/mod.js";
import { eachAtOnce } from "./at_once.ts";
import { loadVersion } from "./load_version.ts";
import type { MergeMessage } from "./merge.ts";

const INSTANCES = 1_024;
const VALUES_EACH = 128;
const KEPT = 0.25;
/** Several values in one apply. */
const BATCH = 16;

/** So many bytes that it is in the log itself, and not in a file of its own. */
const content = randomBytes(2 ** 14);

const [root = "", kind = "", path = ""] = process.argv.slice(2);
const { core, server, open } = await loadVersion(root, kind, path);
const storage = await open();
await eachAtOnce(0, (INSTANCES * VALUES_EACH) / BATCH, async (at) => {
  const first = at * BATCH;
  const changes = Array.from({ length: BATCH }, (_, index): Change => {
    return { op: "put", name: nameOf(first + index), type: "Bytes", valueInfo: {}, content };
  });
  await storage.apply(instanceOf(first), changes);
});
const variables = new core.ProcessVariables({ storage });
const { port } = await server.startServer({ variables, port: 0 });
send({ port });
await once(process, "message");
let kept = 0;
await eachAtOnce(0, INSTANCES, async (at) => {
  const first = at * VALUES_EACH;
  const names = Array.from({ length: VALUES_EACH }, (_, index) => nameOf(first + index));
  const dropped = names.filter(() => Math.random() > KEPT);
  kept += names.length - dropped.length;
  await storage.apply(
    instanceOf(first),
    dropped.map((name) => ({ op: "delete", name })),
  );
});
send({ liveBytes: kept * content.length });

function instanceOf(at: number): string {
  return `filled${Math.floor(at / VALUES_EACH)}`;
}

function nameOf(at: number): string {
  return `value${at % VALUES_EACH}`;
}

function send(message: MergeMessage): void {
  process.send?.(message);
}
