import type { Table } from "../support/table.ts";
import { BULK_CONTENDERS } from "./contenders.ts";
import { download, downloadHash, upload, uploadHash } from "./transfer.ts";
import { type Running, withServers } from "./with_servers.ts";

const SIZE = 2 ** 30;
const NAME = "large";

/** How fast a server takes and gives 1 GiB in its best round, in bytes a second. */
export interface BulkResult {
  readonly contender: string;
  up: number;
  /** `undefined` if the server keeps nothing. */
  down: number | undefined;
}

/** Lets all servers take and give 1 GiB in turns, and compares what comes back. */
export function measureBulk(rounds: number): Promise<BulkResult[]> {
  return withServers(BULK_CONTENDERS, async (running) => {
    const results = running.map(({ contender }) => createResult(contender.name));
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, each] of running.entries()) {
        const result = results[at];
        if (result !== undefined) await oneRound(each, result);
      }
    }
    for (const each of running) await compare(each);
    return results;
  });
}

function createResult(contender: string): BulkResult {
  return { contender, up: 0, down: undefined };
}

async function oneRound({ contender, server }: Running, result: BulkResult): Promise<void> {
  result.up = Math.max(result.up, await speedOf(SIZE, () => upload(server, NAME, SIZE)));
  if (contender.keeps === "nothing") return;
  const down = await speedOf(SIZE, async () => {
    const bytes = await download(server, NAME);
    if (bytes < SIZE) throw new Error(`Cannot count: ${contender.name} gave ${bytes} bytes`);
  });
  result.down = Math.max(result.down ?? 0, down);
}

async function compare({ contender, server }: Running): Promise<void> {
  if (contender.keeps !== "value") return;
  if ((await downloadHash(server, NAME)) === uploadHash(SIZE)) return;
  throw new Error(`Cannot compare: ${contender.name} gives back other bytes`);
}

/** How fast a transfer of so many bytes is, in bytes a second. */
export async function speedOf(size: number, transfer: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await transfer();
  return (size * 1000) / (performance.now() - started);
}

export function bulkTable(results: readonly BulkResult[]): Table {
  const cell = (value: number | undefined) =>
    value === undefined ? "–" : (value / 1e6).toFixed(0);
  return {
    title: "A value of 1 GiB: MB/s",
    columns: ["", "up", "down"],
    rows: results.map(({ contender, up, down }) => [contender, cell(up), cell(down)]),
  };
}
