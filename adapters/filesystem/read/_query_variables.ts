import type {
  FoundVariable,
  QueryPage,
  StorageQuery,
} from "../../../core/storage/query/storage_query.ts";
import type { DriverQueryPage } from "../../../core/storage/storage_driver.ts";
import { findKeys } from "../../key_query/_find_keys.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import { readRecords } from "./_read_records.ts";

/** Variables that a page of a query has at most. */
const MAX_PAGE = 1_000;

/**
 * Finds a page of the variables that a query wants, and reads their records. Conditions on values are left to the caller.
 *
 * @throws {StorageError} "corrupt" if one of them was damaged.
 */
export async function queryVariables(
  keys: KeyDirectory,
  query: StorageQuery,
  { after, skip, limit }: DriverQueryPage,
): Promise<QueryPage> {
  const isLeft = (query.values ?? []).length > 0;
  const page = findKeys(keys.variables, query, {
    after,
    skip: isLeft ? 0 : skip,
    limit: Math.min(limit, MAX_PAGE),
  });
  const { skipped, next } = page;
  const found = page.keys.flatMap(({ instanceId, name }) => keys.find(instanceId, name) ?? []);
  const records = await readRecords(found);
  const variables: FoundVariable[] = [];
  for (const [index, record] of records.entries()) {
    variables.push({ instanceId: found[index]?.instanceId ?? "", record });
  }
  return isLeft ? { variables, skipped, next, left: ["values"] } : { variables, skipped, next };
}
