import { fileURLToPath } from "node:url";
import type { Table } from "../support/table.ts";
import { OURS } from "./contenders.ts";
import type { EventLoopDelay } from "./event_loop_delay.ts";
import { smallRequests } from "./load.ts";
import type { ServerProcess } from "./server_process.ts";
import { upload } from "./transfer.ts";
import { type Running, withServers } from "./with_servers.ts";

const UPLOADS = 4;
const SIZE = 2 ** 30;
const POSTS = { method: "POST", shape: "one", connections: 4 } as const;
const POST_SECONDS = 1;
const PROBE = fileURLToPath(new URL("event_loop_probe.ts", import.meta.url));

/** The delay of a server's event loop while it takes large values, and how long small requests take meanwhile. */
export interface DelayResult extends EventLoopDelay {
  readonly contender: string;
  /** The 99th percentile of posts of 1 KiB meanwhile, in milliseconds; in the worst second. */
  readonly postP99: number;
}

export async function measureDelay(): Promise<DelayResult[]> {
  const results: DelayResult[] = [];
  for (const contender of OURS) {
    results.push(
      ...(await withServers([contender], (running) => Promise.all(running.map(whileUploading)), [
        "--import",
        "tsx",
        "--import",
        PROBE,
      ])),
    );
  }
  return results;
}

async function whileUploading({ contender, server }: Running<ServerProcess>): Promise<DelayResult> {
  await smallRequests(server, POSTS, POST_SECONDS);
  await server.eventLoopDelay();
  let running = true;
  const uploads = Promise.all(
    Array.from({ length: UPLOADS }, (_, at) => upload(server, `large${at}`, SIZE)),
  ).finally(() => {
    running = false;
  });
  let postP99 = 0;
  while (running) {
    const { p99 } = await smallRequests(server, POSTS, POST_SECONDS);
    postP99 = Math.max(postP99, p99);
  }
  await uploads;
  return { contender: contender.name, postP99, ...(await server.eventLoopDelay()) };
}

export function delayTable(results: readonly DelayResult[]): Table {
  return {
    title: "Event-loop delay while four values of 1 GiB come in beside 1 KiB posts: ms",
    columns: ["", "p50", "p99", "max", "posts' p99"],
    rows: results.map(({ contender, p50, p99, max, postP99 }) => [
      contender,
      ...[p50, p99, max, postP99].map((value) => value.toFixed(1)),
    ]),
  };
}
