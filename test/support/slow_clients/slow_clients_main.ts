/**
 * `npm run test:slow-clients [clients] [seconds] [MB to read] [MB to upload] [round]`: many slow clients at once on a server with 10
 * connections to PostgreSQL, and small posts and gets from 8 connections beside them. It prints whether each value came whole, how fast
 * the small calls were with and without the slow clients, and by how much the server's memory rose. At the end nothing may be left over.
 *
 * An upload has 5 MB by default, not 20: a thousand of 20 MB would write 40 GB to the disk, since PostgreSQL writes all to its log, too.
 */
import { PostgresCluster } from "../postgres/postgres_cluster.ts";
import { ROUNDS } from "./slow_rounds.ts";
import type { SlowSettings } from "./slow_server.ts";
import { waitForSweep } from "./wait_for_sweep.ts";

const MB = 1_000_000;
const [clients = 1_000, seconds = 100, toRead = 20, toUpload = 5, only] = process.argv
  .slice(2)
  .map(Number);

const cluster = await PostgresCluster.start();
try {
  const settings: SlowSettings = {
    database: cluster.url,
    clients,
    seconds,
    readBytes: toRead * MB,
    uploadBytes: toUpload * MB,
  };
  for (const [index, round] of ROUNDS.entries()) {
    if (only === undefined || only === index + 1) await round(settings);
  }
  await waitForSweep(settings.database);
} finally {
  await cluster.end();
}
