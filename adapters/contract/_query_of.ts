import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { AskQuery } from "./_walk_query.ts";

/** The method `query` of a storage, which must have it. */
export function queryOf(storage: VariableStorage): AskQuery {
  const { query } = storage;
  assert.ok(query, "The suite was asked for 'queries', so the storage must have 'query'");
  return (wanted, page) => query.call(storage, wanted, page);
}
