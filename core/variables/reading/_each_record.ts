import type { PageOptions, VariableRecord, VariableStorage } from "../../storage/storage.ts";
import type { Search } from "./_search.ts";

/** Records of one page. With 16 KiB in each, a page has 2 MiB. */
const VARIABLES_PER_PAGE = 128;
const INSTANCES_PER_PAGE = 1_000;

/**
 * Yields the variables of an instance, page by page.
 *
 * @param after The first one comes behind this name. Default: the start.
 */
export function eachVariable(
  storage: VariableStorage,
  instanceId: string,
  search: Search,
  after: string = "",
): AsyncGenerator<VariableRecord> {
  return eachEntry(search, after, {
    limit: VARIABLES_PER_PAGE,
    list: (page) => storage.list(instanceId, page),
    nameOf: ({ name }) => name,
  });
}

/**
 * Yields the ids of the instances that have a variable, page by page.
 *
 * @param from The first one is this id, or comes behind it. Default: the start.
 */
export async function* eachInstance(
  storage: VariableStorage,
  search: Search,
  from?: string,
): AsyncGenerator<string> {
  if (from !== undefined) yield from;
  yield* eachEntry(search, from ?? "", {
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
  behind: string,
  { limit, list, nameOf }: PagedList<T>,
): AsyncGenerator<T> {
  let after = behind;
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
