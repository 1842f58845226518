import { Connections } from "./connections/_connections.ts";
import { loadPg, type PgModules } from "./connections/_load_pg.ts";
import { poolClients } from "./connections/_pool_clients.ts";
import type { ConnectionSettings } from "./settings/_connection_settings.ts";
import { checkServer } from "./tables/_check_server.ts";
import { formatOf, openSchema } from "./tables/_open_schema.ts";
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
  settings: ConnectionSettings,
  timeoutMs: number,
): Promise<OpenConnections> {
  const open = await connectionsOf(settings, timeoutMs);
  try {
    await open.connections.run(open.action, checkServer);
    await openSchema(open.connections, open.action, open.tables);
  } catch (error) {
    await open.connections.close();
    throw error;
  }
  return open;
}

/**
 * Whether there is a store. It makes none.
 *
 * @param timeoutMs As above.
 * @throws {StorageError} If the database does not answer, or has other tables there.
 */
export async function isStoreThere(
  settings: ConnectionSettings,
  timeoutMs: number,
): Promise<boolean> {
  const { connections, action, tables } = await connectionsOf(settings, timeoutMs);
  try {
    return (await connections.run(action, (client) => formatOf(client, tables))) > 0;
  } finally {
    await connections.close();
  }
}

async function connectionsOf(
  { pool: config, sslWays, place, schema, prepare }: ConnectionSettings,
  timeoutMs: number,
): Promise<OpenConnections & { readonly action: string }> {
  const modules = await loadPg();
  const pool = new modules.Pool({ ...config, Client: modules.Client });
  const connect = poolClients(pool, sslWays);
  const connections = new Connections({ pool, connect, prepare, timeoutMs });
  return { connections, modules, tables: tablesOf(schema), action: `open '${place}'` };
}
