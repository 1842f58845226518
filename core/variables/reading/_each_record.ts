import type { PageOptions, VariableRecord, VariableStorage } from "../../storage/storage.ts";
import type { Search } from "./_search.ts";

/** Records of one page. With 16 KiB in each, a page has 2 MiB. */
const VARIABLES_PER_PAGE = 128;
const INSTANCES_PER_PAGE = 1_000;

/** Yields all variables of an instance, page by page. */
export function eachVariable(
  storage: VariableStorage,
  instanceId: string,
  search: Search,
): AsyncGenerator<VariableRecord> {
  return eachEntry(search, {
    limit: VARIABLES_PER_PAGE,
    list: (page) => storage.list(instanceId, page),
    nameOf: ({ name }) => name,
  });
}

/** Yields the ids of all instances that have a variable, page by page. */
export function eachInstance(storage: VariableStorage, search: Search): AsyncGenerator<string> {
  return eachEntry(search, {
    limit: INSTANCES_PER_PAGE,
    list: (page) => storage.instances(page),
    nameOf: (id) => id,
  });
}

/** A list of the storage that is read in pages. */
interface PagedList<T> {
  /** Entries of one page. */
  readonly limit: number;
  list(page: PageOptions): Promise<readonly T[]>;
  /** The name by which the list is sorted. */
  nameOf(entry: T): string;
}

async function* eachEntry<T>(
  search: Search,
  { limit, list, nameOf }: PagedList<T>,
): AsyncGenerator<T> {
  let after = "";
  for (;;) {
    await search.next();
    const page = await list({ after, limit });
    search.count(page.length);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = nameOf(last);
  }
}
