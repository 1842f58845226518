import type pg from "pg";
import {
  Connections,
  type Statement,
} from "../../../adapters/postgres/connections/_connections.ts";
import { loadPg } from "../../../adapters/postgres/connections/_load_pg.ts";
import { poolClients } from "../../../adapters/postgres/connections/_pool_clients.ts";
import { connectionSettings } from "../../../adapters/postgres/settings/_connection_settings.ts";
import { openSchema } from "../../../adapters/postgres/tables/_open_schema.ts";
import { type Tables, tablesOf } from "../../../adapters/postgres/tables/_tables.ts";
import { testPool } from "./test_pool.ts";
import { type TestSchema, withTestSchema } from "./test_schema.ts";

/** Connections that count the statements with parameters. */
export class CountedConnections extends Connections {
  statements = 0;

  override query<Row extends unknown[]>(
    client: pg.PoolClient,
    statement: Statement,
  ): Promise<Row[]> {
    this.statements++;
    return super.query<Row>(client, statement);
  }
}

/** What a part of a store needs, and the way around it. */
export interface TestStore {
  readonly place: TestSchema;
  readonly connections: CountedConnections;
  readonly tables: Tables;
  /** Runs a statement on a connection of the test's own. The tables are found without their schema if `$.` is before their names. */
  query(text: string): Promise<readonly unknown[][]>;
}

/** Gives `run` the empty tables of a store, and connections to them. */
export function withTestStore(run: (store: TestStore) => Promise<void>): Promise<void> {
  return withTestSchema(async (place) => {
    const settings = connectionSettings(place);
    const { Pool, Client } = await loadPg();
    const pool = new Pool({ ...settings.pool, Client });
    const connect = poolClients(pool, settings.sslWays);
    const connections = new CountedConnections({ pool, connect, prepare: true, timeoutMs: 20_000 });
    const tables = tablesOf(place.schema);
    const query = async (text: string) => {
      const named = text.replaceAll("$.", `${tables.schema}.`);
      return (
        await testPool(place.connectionString).query<unknown[]>({ text: named, rowMode: "array" })
      ).rows;
    };
    try {
      await openSchema(connections, "open the store", tables);
      await run({ place, connections, tables, query });
    } finally {
      await connections.close();
    }
  });
}
