import { plainPart, plainQuery } from "../../adapters/contract/_plain_query.ts";
import { MemoryDriver } from "../../adapters/memory/_memory_driver.ts";
import { GuardedStorage } from "../../core/storage/guarded_storage.ts";
import type {
  FoundVariable,
  QueryPage,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { DriverQueryPage } from "../../core/storage/storage_driver.ts";
import type { BrokenStorage } from "./broken_storages.ts";

/** Answers a query over all variables of a store, which it may read again. */
export type Answer = (
  variables: readonly FoundVariable[],
  query: StorageQuery,
  page: DriverQueryPage,
  readAgain: () => readonly FoundVariable[],
) => QueryPage | Promise<QueryPage>;

const ALL = 1_000_000;
const LOOKED_AT = 500;

/**
 * Makes a storage that reads all variables for each page of a query: the smallest one that passes the cases about queries.
 *
 * @param answer How it answers. Default: plainly.
 */
export function plainQueries(answer: Answer = plainAnswer): VariableStorage {
  const driver = new MemoryDriver();
  return new GuardedStorage(
    Object.assign(driver, {
      query: (query: StorageQuery, page: DriverQueryPage) =>
        answer(allVariables(driver), query, page, () => allVariables(driver)),
    }),
  );
}

/** Makes an adapter whose answers are wrong, and says which case must catch it. */
export function brokenQuery(
  fault: string,
  answer: () => Answer,
  group: string,
  caughtBy: string,
): BrokenStorage {
  const createSubject = () => {
    const storage = plainQueries(answer());
    return { open: async () => storage, leftovers: async () => [] };
  };
  const capabilities = { durable: false, shared: false };
  return { fault: `query: ${fault}`, capabilities, group, caughtBy, createSubject, queries: true };
}

/** Answers as the contract wants it. */
export function plainAnswer(
  all: readonly FoundVariable[],
  query: StorageQuery,
  { after, skip, limit }: DriverQueryPage,
): QueryPage {
  const { variables, skipped } = plainPart(plainQuery(all, query), query, after, skip);
  return pageOf(variables, skipped, limit);
}

/** Answers as little as the contract allows: it looks at a few variables for each page, and leaves all conditions that it may leave. */
export function lazyAnswer(
  all: readonly FoundVariable[],
  query: StorageQuery,
  { after, limit }: DriverQueryPage,
): QueryPage {
  const page = { after, skip: 0, limit: Math.min(limit, LOOKED_AT) };
  const answer = plainAnswer(all, { ...query, names: [], values: [] }, page);
  return { ...answer, left: ["names", "values"] };
}

/** Makes a page of the first of these variables. */
export function pageOf(
  variables: readonly FoundVariable[],
  skipped: number,
  limit: number,
): QueryPage {
  const page = variables.slice(0, limit);
  const last = page.at(-1);
  const hasNext = variables.length > limit && last !== undefined;
  const next = hasNext ? { instanceId: last.instanceId, name: last.record.name } : undefined;
  return { variables: page, skipped, next };
}

function allVariables(driver: MemoryDriver): readonly FoundVariable[] {
  return driver
    .instances("", ALL)
    .flatMap((instanceId) =>
      driver.list(instanceId, "", ALL).map((record) => ({ instanceId, record })),
    );
}
