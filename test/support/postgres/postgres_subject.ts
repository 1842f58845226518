import pg from "pg";
import type { ContractSubject } from "../../../adapters/contract.ts";
import { PostgresDriver } from "../../../adapters/postgres/_postgres_driver.ts";
import { PostgresStore, type StoreTimes } from "../../../adapters/postgres/_postgres_store.ts";
import type { PostgresOptions } from "../../../adapters/postgres/postgres_options.ts";
import { connectionSettings } from "../../../adapters/postgres/settings/_connection_settings.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { OpenerLine } from "./opener_line.ts";
import { foundBy, leftoversIn } from "./postgres_leftovers.ts";
import { testPool } from "./test_pool.ts";
import { withTestSchema } from "./test_schema.ts";

/** A heartbeat comes often, so that what is left goes soon; nothing else must hurry on a slow machine. */
const TEST_TIMES: StoreTimes = { timeoutMs: 20_000, leaseMs: 60_000, heartbeatMs: 100 };

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
 * Gives `run` a store for one case of the contract, and drops it afterwards. A crash cuts the connections of an opener.
 *
 * @param options Which server it uses.
 */
export function withPostgresSubject(
  run: (subject: ContractSubject) => Promise<void>,
  { url, through, options }: PostgresSubjectOptions = {},
): Promise<void> {
  return withTestSchema(({ connectionString, schema }) => {
    const openers = new Map<VariableStorage, Opener>();
    return run({
      async open() {
        const line = new OpenerLine();
        const settings = connectionSettings({
          ...options,
          connectionString: through ?? connectionString,
          schema,
          connections: 4,
        });
        const pool = { ...settings.pool, stream: () => line.socket() };
        const store = await PostgresStore.open({ ...settings, pool }, TEST_TIMES);
        const storage = new GuardedStorage(new PostgresDriver(store));
        openers.set(storage, { store, line });
        return storage;
      },
      leftovers() {
        const living = [...openers.values()].filter(({ line }) => line.isAlive);
        const kept = living.flatMap(({ store }) => store.leases.kept);
        return look(connectionString, schema, kept);
      },
      async crash(only) {
        for (const [storage, { line }] of openers) {
          if (only === undefined || storage === only) line.cut();
        }
      },
    });
  }, url);
}

interface Opener {
  readonly store: PostgresStore;
  readonly line: OpenerLine;
}

/** Looks for leftovers, after leases have run out as they do when time passes, but not those that living openers prolong. */
async function look(
  url: string,
  schema: string,
  kept: readonly number[],
): Promise<readonly string[]> {
  const orphan = `${pg.escapeIdentifier(schema)}.orphan`;
  const text = `UPDATE ${orphan} SET keep_until = '-infinity'
    WHERE content <> ALL ($1::bigint[]) AND keep_until > '-infinity'`;
  await testPool(url).query(text, [kept]);
  return foundBy(await testPool(url).query(leftoversIn(schema)));
}
