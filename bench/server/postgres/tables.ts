import type { Table } from "../../support/table.ts";
import { bulkTable } from "../bulk.ts";
import { growthTable } from "../growth.ts";
import { requestsTables } from "../requests.ts";
import type { PostgresResult } from "./measure.ts";
import { pairTable } from "./pair.ts";

/** The tables of the section "postgres". */
export function postgresTables({ version, requests, pair, bulk, growth }: PostgresResult): Table[] {
  const tables = [...requestsTables(requests), bulkTable(bulk), growthTable(growth)].map(
    (table) => ({ ...table, title: `PostgreSQL ${version}: ${table.title}` }),
  );
  return [...tables, pairTable(pair)];
}
