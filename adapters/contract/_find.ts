import assert from "node:assert/strict";
import type { StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { type AskQuery, walkQuery } from "./_walk_query.ts";

/** The method `query` of a storage, which must have it. */
export function queryOf(storage: VariableStorage): AskQuery {
  const { query } = storage;
  assert.ok(query, "The suite was asked for 'queries', so the storage must have 'query'");
  return (wanted, page) => query.call(storage, wanted, page);
}

/** Finds all that a query means, as pairs of instance id and name. */
export async function find(
  storage: VariableStorage,
  query: StorageQuery,
  limit?: number,
): Promise<readonly (readonly [instanceId: string, name: string])[]> {
  const { variables } = await walkQuery(queryOf(storage), query, { limit });
  return variables.map(({ instanceId, record }) => [instanceId, record.name]);
}
