import pg from "pg";
import type { ContractSubject } from "../../../adapters/contract.ts";
import { connectionSettings } from "../../../adapters/postgres/_connection_settings.ts";
import { PostgresDriver } from "../../../adapters/postgres/_postgres_driver.ts";
import { PostgresStore, type StoreTimes } from "../../../adapters/postgres/_postgres_store.ts";
import type { PostgresOptions } from "../../../adapters/postgres/postgres_options.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { postgresLeftovers } from "./postgres_leftovers.ts";
import { TcpProxy } from "./tcp_proxy.ts";
import { withTestSchema } from "./test_schema.ts";

/** A heartbeat comes often, so that what is left goes soon; nothing else must hurry on a slow machine. */
export const TEST_TIMES: StoreTimes = { timeoutMs: 20_000, leaseMs: 60_000, heartbeatMs: 50 };

/** Opens a store with other times than users have. */
export async function openPostgres(
  options: PostgresOptions,
  times: StoreTimes = TEST_TIMES,
): Promise<VariableStorage> {
  const store = await PostgresStore.open(connectionSettings(options), times);
  return new GuardedStorage(new PostgresDriver(store));
}

/**
 * Gives `run` a store for one case of the contract, and drops it afterwards. All openers come through a proxy. A crash cuts it, so that an
 * opener is as dead to the database as a killed process.
 *
 * @param url The server. Default: the one that all tests share.
 */
export function withPostgresSubject(
  run: (subject: ContractSubject) => Promise<void>,
  url?: string,
  options: PostgresOptions = {},
): Promise<void> {
  return withTestSchema(async ({ connectionString, schema }) => {
    const { hostname, port } = new URL(connectionString);
    const network = () => TcpProxy.to(hostname, Number(port));
    let proxy = await network();
    const subject: ContractSubject = {
      open: () =>
        openPostgres({
          ...options,
          connectionString: proxy.urlFor(connectionString),
          schema,
          connections: 4,
        }),
      async leftovers() {
        await endLeases(connectionString, schema);
        return postgresLeftovers(connectionString, schema);
      },
      async crash() {
        proxies.push(proxy);
        proxy.refuse();
        proxy.cut();
        proxy = await network();
      },
    };
    const proxies: TcpProxy[] = [];
    try {
      await run(subject);
    } finally {
      for (const each of [...proxies, proxy]) await each.close();
    }
  }, url);
}

/** Lets all leases run out, as they do when time passes. Call it only while no stage and no reader is in use. */
export function endLeases(url: string, schema: string): Promise<void> {
  return withPostgresClient(url, async (client) => {
    const orphan = `${pg.escapeIdentifier(schema)}.orphan`;
    await client.query(`UPDATE ${orphan} SET keep_until = '-infinity'`);
  });
}
