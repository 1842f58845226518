import { withTestSchema } from "../postgres/test_schema.ts";
import { type ServerProcess, startServerProcess } from "../server_process.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { type Counted, countTogether } from "./count_together.ts";
import { replaceAndRead, type WholeReads } from "./replace_and_read.ts";
import { RoundRobin } from "./round_robin.ts";

/** How much is done. */
export interface NodesOptions {
  /** Number of servers, 2 at least. */
  readonly nodes: number;
  readonly clients: number;
  readonly increments: number;
  readonly replaces: number;
  /** The size of the value that is replaced, in bytes. */
  readonly bytes: number;
}

export interface NodesResult {
  readonly counted: Counted;
  readonly reads: WholeReads;
}

/**
 * Runs several servers on one database: clients count through a load balancer, then a large value is replaced through it while others
 * read it from the first server. In the middle of each, one of the other servers is killed, as long as there are three.
 */
export function runNodes(options: NodesOptions): Promise<NodesResult> {
  return withTestSchema(async ({ connectionString, schema }) => {
    const storage = new URL(connectionString);
    storage.searchParams.set("schema", schema);
    const nodes: ServerProcess[] = [];
    const balancers: RoundRobin[] = [];
    const balance = async (servers: readonly ServerProcess[]) => {
      const balancer = await RoundRobin.before(servers.map(({ url }) => Number(new URL(url).port)));
      balancers.push(balancer);
      return balancer.url;
    };
    const kill = () => {
      if (nodes.length > 2) nodes.pop()?.process.kill("SIGKILL");
    };
    const { clients, increments, replaces, bytes } = options;
    try {
      // All make the tables at the same time.
      const starting = Array.from({ length: options.nodes }, () => startNode(storage.href));
      nodes.push(...(await Promise.all(starting)));
      const url = await balance(nodes);
      const counted = await countTogether(url, { clients, increments }, (count) => {
        if (count === Math.floor(increments / 2)) kill();
      });
      const [first, ...others] = nodes;
      const readFrom = first?.url ?? "";
      const writeTo = await balance(others);
      const large = { readFrom, writeTo, replaces, bytes };
      const reads = await replaceAndRead(large, (count) => {
        if (count === Math.floor(replaces / 2)) kill();
      });
      return { counted, reads };
    } finally {
      for (const balancer of balancers) await balancer.close();
      for (const node of nodes) await node.stop();
    }
  });
}

function startNode(storage: string): Promise<ServerProcess> {
  const main = ["server/main.ts", "--port", "0", "--storage", storage];
  return startServerProcess([process.execPath, ...SOURCE_FLAGS, ...main]);
}
