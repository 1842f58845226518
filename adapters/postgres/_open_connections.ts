import { Connections } from "./connections/_connections.ts";
import { loadPg, type PgModules } from "./connections/_load_pg.ts";
import { poolClients } from "./connections/_pool_clients.ts";
import type { ConnectionSettings } from "./settings/_connection_settings.ts";
import { checkServer } from "./tables/_check_server.ts";
import { openSchema } from "./tables/_open_schema.ts";
import { type Tables, tablesOf } from "./tables/_tables.ts";

/** Connections to a store whose tables are there, and of this format. */
export interface OpenConnections {
  readonly connections: Connections;
  readonly modules: PgModules;
  readonly tables: Tables;
}

/**
 * Connects to a store, or makes its tables. Throws the errors of `PostgresStorage.open`.
 *
 * @param timeoutMs The longest time of a statement or transaction, in milliseconds.
 */
export async function openConnections(
  { pool: config, sslWays, place, schema, prepare }: ConnectionSettings,
  timeoutMs: number,
): Promise<OpenConnections> {
  const modules = await loadPg();
  const pool = new modules.Pool({ ...config, Client: modules.Client });
  const connect = poolClients(pool, sslWays);
  const connections = new Connections({ pool, connect, prepare, timeoutMs });
  const tables = tablesOf(schema);
  try {
    const action = `open '${place}'`;
    await connections.run(action, checkServer);
    await openSchema(connections, action, tables);
  } catch (error) {
    await connections.close();
    throw error;
  }
  return { connections, modules, tables };
}
