import pg from "pg";
import type { ContractSubject } from "../../../adapters/contract.ts";
import { PostgresDriver } from "../../../adapters/postgres/_postgres_driver.ts";
import { PostgresStore, type StoreTimes } from "../../../adapters/postgres/_postgres_store.ts";
import type { PostgresOptions } from "../../../adapters/postgres/postgres_options.ts";
import { connectionSettings } from "../../../adapters/postgres/settings/_connection_settings.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { postgresLeftovers } from "./postgres_leftovers.ts";
import { TcpProxy } from "./tcp_proxy.ts";
import { withTestSchema } from "./test_schema.ts";

/** A heartbeat comes often, so that what is left goes soon; nothing else must hurry on a slow machine. */
const TEST_TIMES: StoreTimes = { timeoutMs: 20_000, leaseMs: 60_000, heartbeatMs: 50 };

/** Which server a subject uses, and how. */
export interface PostgresSubjectOptions {
  /** The server. Default: the one that all tests share. */
  readonly url?: string | undefined;
  /** The way of the openers to that server, such as the URL of PgBouncer. Default: straight. */
  readonly through?: string | undefined;
  /** More options for each opener. */
  readonly options?: PostgresOptions | undefined;
}

/**
 * Gives `run` a store for one case of the contract, and drops it afterwards. Each opener comes through a proxy of its own. A crash cuts
 * it, so that the opener is as dead to the database as a killed process.
 *
 * @param options Which server it uses.
 */
export function withPostgresSubject(
  run: (subject: ContractSubject) => Promise<void>,
  { url, through, options }: PostgresSubjectOptions = {},
): Promise<void> {
  return withTestSchema(async ({ connectionString, schema }) => {
    const way = through ?? connectionString;
    const { hostname, port } = new URL(way);
    const openers = new Map<VariableStorage, Opener>();
    const subject: ContractSubject = {
      async open() {
        const proxy = await TcpProxy.to(hostname, Number(port));
        const address = proxy.urlFor(way);
        const place = { ...options, connectionString: address, schema, connections: 4 };
        const store = await PostgresStore.open(connectionSettings(place), TEST_TIMES);
        const storage = new GuardedStorage(new PostgresDriver(store));
        openers.set(storage, { store, proxy, isAlive: true });
        return storage;
      },
      async leftovers() {
        const living = [...openers.values()].filter(({ isAlive }) => isAlive);
        const kept = living.flatMap(({ store }) => store.leases.kept);
        await endLeases(connectionString, schema, kept);
        return postgresLeftovers(connectionString, schema);
      },
      async crash(only) {
        for (const [storage, opener] of openers) {
          if (only !== undefined && storage !== only) continue;
          opener.isAlive = false;
          opener.proxy.refuse();
          opener.proxy.cut();
        }
      },
    };
    try {
      await run(subject);
    } finally {
      for (const { proxy } of openers.values()) await proxy.close();
    }
  }, url);
}

interface Opener {
  readonly store: PostgresStore;
  readonly proxy: TcpProxy;
  isAlive: boolean;
}

/** Lets leases run out now, as they do when time passes, but not those that living openers prolong. */
function endLeases(url: string, schema: string, kept: readonly number[]): Promise<void> {
  return withPostgresClient(url, async (client) => {
    const orphan = `${pg.escapeIdentifier(schema)}.orphan`;
    const text = `UPDATE ${orphan} SET keep_until = '-infinity' WHERE content <> ALL ($1::bigint[])`;
    await client.query(text, [kept]);
  });
}
