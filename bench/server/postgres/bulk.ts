import { type BulkResult, speedOf } from "../bulk.ts";
import type { Contender } from "../contenders.ts";
import { download, downloadHash, upload, uploadHash } from "../transfer.ts";
import { withServers } from "../with_servers.ts";
import { CopyFloor } from "./copy.ts";
import { settle } from "./database.ts";

const SIZE = 2 ** 30;

export const COPY_NAME = "COPY on one connection";

/** Lets the floor and servers with tables in this database take and give values of 1 GiB in turns. */
export function measurePostgresBulk(
  url: string,
  contenders: readonly Contender[],
  rounds: number,
): Promise<BulkResult[]> {
  return withServers(contenders, async (running) => {
    const floor = await CopyFloor.open(url);
    const parts = running.map(({ contender, server }) => ({
      result: { contender: contender.name, up: 0, down: 0 },
      // Each value is a new one: nobody sweeps the one before while the next is measured.
      up: (round: number) => upload(server, `large${round}`, SIZE),
      down: (round: number) => download(server, `large${round}`),
    }));
    const copy = {
      result: { contender: COPY_NAME, up: 0, down: 0 },
      up: () => floor.write(SIZE),
      down: () => floor.read(),
    };
    const all = [copy, ...parts];
    for (let round = 0; round < rounds; round += 1) {
      for (const { result, up, down } of all) {
        await settle(url);
        result.up = Math.max(result.up, await speedOf(SIZE, () => up(round)));
        await settle(url);
        const reading = async () => {
          const bytes = await down(round);
          if (bytes < SIZE)
            throw new Error(`Cannot count: ${result.contender} gave ${bytes} bytes`);
        };
        result.down = Math.max(result.down, await speedOf(SIZE, reading));
      }
    }
    for (const { server, contender } of running) {
      if ((await downloadHash(server, "large0")) === uploadHash(SIZE)) continue;
      throw new Error(`Cannot compare: ${contender.name} gives back other bytes`);
    }
    await floor.close();
    return all.map(({ result }) => result);
  });
}
