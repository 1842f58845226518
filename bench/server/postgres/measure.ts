import type { BulkResult } from "../bulk.ts";
import { measureGrowthOf } from "../growth.ts";
import type { GrowthResult } from "../growth_result.ts";
import { measureRequests, type RequestsResult } from "../requests.ts";
import { measurePostgresBulk } from "./bulk.ts";
import { floorIn, MEMORY, otherIn, oursIn } from "./contenders.ts";
import { query, withDatabase, withPostgres } from "./database.ts";
import { measurePair, type PairResult } from "./pair.ts";

/** The figures of varpost on PostgreSQL, and of its floors. */
export interface PostgresResult {
  /** Version of the server. */
  readonly version: string;
  readonly requests: readonly RequestsResult[];
  readonly pair: readonly PairResult[];
  readonly bulk: readonly BulkResult[];
  readonly growth: readonly GrowthResult[];
}

/**
 * Measures varpost on a PostgreSQL, each part in an empty database.
 *
 * @param against Root folder of another version of varpost, which takes part in requests and bulk.
 */
export async function measurePostgres(
  rounds: number,
  against: string | undefined,
): Promise<PostgresResult[]> {
  const versions = (url: string) => [
    oursIn(url),
    ...(against === undefined ? [] : [otherIn(url, against)]),
  ];
  return await withPostgres(async (server) => [
    {
      version: String(await query(server, "SHOW server_version")),
      requests: await withDatabase(server, (url) =>
        measureRequests([floorIn(url), ...versions(url), MEMORY], rounds),
      ),
      pair: await withDatabase(server, (url) => measurePair(url, rounds)),
      bulk: await withDatabase(server, (url) => measurePostgresBulk(url, versions(url), rounds)),
      growth: await measureGrowthOf("PostgreSQL", rounds, (use) => withDatabase(server, use)),
    },
  ]);
}
