/**
 * Measures what it costs to see what a server did: posts a second to servers with and without an access log and metrics. Linux only:
 * processor time is read from /proc.
 *
 * npm run bench:observing -- [--rounds N]
 */
import { join } from "node:path";
import {
  CONNECTIONS,
  type Compared,
  POSTS_COLUMNS,
  postsInTurns,
} from "./access/posts_in_turns.ts";
import { ROOT } from "./server/contenders.ts";
import { ServerProcess } from "./server/server_process.ts";
import { readOptions } from "./support/options.ts";
import { tableText } from "./support/table.ts";

const OPTIONS = [
  [],
  ["--access-log"],
  ["--access-log", "--log-format", "json"],
  ["--metrics"],
  ["--access-log", "--metrics"],
];

const { rounds } = readOptions(7);
const compared: Compared[] = [];
for (const options of OPTIONS) {
  const main = join(ROOT, "dist/server/main.js");
  const server = await ServerProcess.start([main, "--port=0", "--storage=memory:", ...options]);
  compared.push({ name: options.join(" ") || "neither", server });
}
const rows = await postsInTurns(compared, rounds);
await Promise.all(compared.map(({ server }) => server.stop()));
const title = `Posts of 1 KiB to memory, ${CONNECTIONS} connections, medians of ${rounds} rounds in turns`;
process.stdout.write(`${tableText({ title, columns: POSTS_COLUMNS, rows })}\n`);
