import { PostgresDriver } from "../../../adapters/postgres/_postgres_driver.ts";
import { PostgresStore, type StoreTimes } from "../../../adapters/postgres/_postgres_store.ts";
import type { PostgresOptions } from "../../../adapters/postgres/postgres_options.ts";
import { connectionSettings } from "../../../adapters/postgres/settings/_connection_settings.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { DriverStage } from "../../../core/storage/storage_driver.ts";

/** A storage of PostgreSQL that gives up sooner than usual, so that a test need not wait. */
export type FaultStore = GuardedStorage<DriverStage>;

/** Times for tests in which deadlines pass. */
export const SHORT_TIMES: StoreTimes = { timeoutMs: 600, leaseMs: 60_000, heartbeatMs: 10_000 };
/** Times for tests in which none passes on the slowest machine. */
export const LONG_TIMES: StoreTimes = { ...SHORT_TIMES, timeoutMs: 20_000 };

/** Gives `run` a storage, and closes it afterwards. */
export async function withFaultStore<T>(
  options: PostgresOptions,
  times: StoreTimes,
  run: (storage: FaultStore) => Promise<T>,
): Promise<T> {
  const settings = connectionSettings(options);
  const pool = { ...settings.pool, connectionTimeoutMillis: times.timeoutMs };
  const store = await PostgresStore.open({ ...settings, pool }, times);
  const storage = new GuardedStorage(new PostgresDriver(store));
  try {
    return await run(storage);
  } finally {
    await storage.close();
  }
}
