/**
 * Shows that several servers on one database of PostgreSQL act as one: no update is lost, and each reader gets a whole version, also if
 * a server is killed.
 *
 * node --import tsx test/support/nodes/nodes_main.ts
 */
import { runNodes } from "./run_nodes.ts";

const OPTIONS = { nodes: 4, clients: 16, increments: 1_000, replaces: 200, bytes: 5_000_000 };

const { counted, reads } = await runNodes(OPTIONS);
const { nodes, clients, increments, replaces, bytes } = OPTIONS;
const { sum, conflicts, doubtful } = counted;
console.log(
  `${clients} clients, ${nodes} servers, of which one was killed: ${increments} increments, sum ${sum}, ${conflicts} conflicts, ${doubtful} PUTs without a clear answer`,
);
const { whole, brokenOff, versions } = reads;
console.log(
  `${replaces} replaces of ${bytes} bytes, while a server was killed: ${whole} whole answers of ${versions} versions from another server, ${brokenOff} broken off, none short`,
);
const isRight = sum === increments && whole > 0;
console.log(isRight ? "ok" : "FAILED");
if (!isRight) process.exitCode = 1;
