import { meetsScalarConditions, nameMatcher } from "../../storage/query/query_matcher.ts";
import { scalarKey } from "../../storage/query/scalar_key.ts";
import type {
  FoundVariable,
  LeftCondition,
  NameCondition,
  QueryPage,
  QueryPosition,
  ScalarCondition,
  StorageQuery,
} from "../../storage/query/storage_query.ts";
import type { MaybePromise } from "../../storage/storage_driver.ts";
import type { VariableRecord } from "../../storage/variable_record.ts";
import type { ReadContext } from "../reading/_read_context.ts";
import type { Search } from "../reading/_search.ts";
import type { CompiledConditions } from "./_compile_conditions.ts";
import { meetsTexts } from "./_meets_texts.ts";
import { type PlainPage, plainQuery } from "./_plain_query.ts";

/** The first page. Values have at most 16 KiB, so it has at most 2 MiB. */
const FIRST_LIMIT = 128;
const MAX_LIMIT = 1_000;
/** While a page has no more bytes than this, the next one may have twice as many variables. */
const SMALL_PAGE_BYTES = 262_144;

/** What a part of a scan is narrowed to. */
export interface ScanPart extends Pick<StorageQuery, "instanceIds" | "order" | "descending"> {
  /** Further conditions on the name. */
  readonly names?: readonly NameCondition[];
  /** Further conditions on the value. */
  readonly values?: readonly ScalarCondition[];
}

/** What is scanned for. */
export interface ScanTask {
  readonly conditions: CompiledConditions;
  /** Number of variables that are left out at the start; `Infinity` to count all. */
  readonly firstResult: number;
  /** Number of variables that are wanted behind them. */
  readonly maxResults: number;
}

/**
 * Reads the variables that meet conditions, page by page. The storage applies what it can, also `firstResult`; the rest is applied here.
 * Several parts of one list are scanned one after the other, with one count of what is left out.
 */
export class VariableScan {
  /** Number of variables that were left out so far. */
  skipped = 0;
  readonly #task: ScanTask;
  readonly #context: ReadContext;
  readonly #search: Search;
  #limit: number;

  constructor(task: ScanTask, context: ReadContext, search: Search) {
    this.#task = task;
    this.#context = context;
    this.#search = search;
    this.#limit = Math.max(1, Math.min(FIRST_LIMIT, task.maxResults));
  }

  /** Scans a part of the list. */
  async *part(part: ScanPart): AsyncGenerator<FoundVariable> {
    const query = this.#query(part);
    const isOwn = this.#instanceTest(part);
    const canSkip = this.#task.conditions.texts.length === 0 && isOwn === undefined;
    let after: QueryPosition | undefined;
    do {
      const skip = canSkip ? this.#task.firstResult - this.skipped : 0;
      const page = await this.#page(query, { after, skip, limit: this.#limit });
      this.skipped += page.skipped;
      const isMeant = this.#test(page, query, isOwn);
      for (const found of page.variables) {
        const meant = isMeant(found);
        // Mostly it is known at once, and a promise would be waste.
        if (!(typeof meant === "boolean" ? meant : await meant)) continue;
        if (this.skipped < this.#task.firstResult) this.skipped++;
        else yield found;
      }
      this.#adapt(page.variables);
      after = page.next;
    } while (after !== undefined);
  }

  /** Finds the first variable of a part behind a position, and leaves nothing out; `undefined` if there is none. */
  async first(
    part: ScanPart,
    after: QueryPosition | undefined,
  ): Promise<FoundVariable | undefined> {
    const query = this.#query(part);
    const isOwn = this.#instanceTest(part);
    let next = after;
    // Mostly the first one is meant. If not, more are read each time.
    let limit = 1;
    do {
      const page = await this.#page(query, { after: next, skip: 0, limit });
      const isMeant = this.#test(page, query, isOwn);
      for (const found of page.variables) if (await isMeant(found)) return found;
      next = page.next;
      limit = Math.min(FIRST_LIMIT, 2 * limit);
    } while (next !== undefined);
    return undefined;
  }

  #query({ instanceIds, order, descending, names = [], values = [] }: ScanPart): StorageQuery {
    const { conditions } = this.#task;
    return {
      instanceIds,
      order,
      descending,
      names: [...conditions.names, ...names],
      values: [...conditions.values, ...values],
    };
  }

  async #page(query: StorageQuery, page: PlainPage): Promise<QueryPage> {
    const { storage } = this.#context;
    await this.#search.next();
    if (storage.query === undefined) return await plainQuery(storage, query, page, this.#search);
    const found = await storage.query(query, page);
    this.#search.endTurn();
    return found;
  }

  /** Decides what the storage did not. */
  #test(
    { left = [] }: QueryPage,
    query: StorageQuery,
    isOwn: ((instanceId: string) => Promise<boolean>) | undefined,
  ): (found: FoundVariable) => MaybePromise<boolean> {
    const { conditions } = this.#task;
    const hasTexts = conditions.texts.length > 0;
    const meets = restTest(left, query);
    if (!hasTexts && isOwn === undefined) return ({ record }) => meets(record);
    return async ({ instanceId, record }) => {
      if (!meets(record)) return false;
      if (hasTexts && !(await meetsTexts(conditions, record, this.#search))) return false;
      return isOwn === undefined || (await isOwn(instanceId));
    };
  }

  /** Whether an instance is one to the embedder, and allowed; `undefined` if each instance of the part is. */
  #instanceTest({ instanceIds }: ScanPart): ((instanceId: string) => Promise<boolean>) | undefined {
    const { instances } = this.#context;
    if (instances.isIdentity || instanceIds !== undefined) return undefined;
    let last: { readonly instanceId: string; readonly isOwn: boolean } | undefined;
    return async (instanceId) => {
      if (last?.instanceId !== instanceId) {
        last = { instanceId, isOwn: await instances.isOwn(instanceId) };
      }
      return last.isOwn;
    };
  }

  #adapt(variables: readonly FoundVariable[]): void {
    const bytes = variables.reduce((sum, { record }) => sum + (record.inline?.length ?? 0), 0);
    const isSmall = bytes <= SMALL_PAGE_BYTES;
    this.#limit = isSmall ? Math.min(MAX_LIMIT, 2 * this.#limit) : FIRST_LIMIT;
  }
}

/** Applies the conditions on names and scalars that a storage has left to the caller. */
function restTest(
  left: readonly LeftCondition[],
  { names = [], values = [] }: StorageQuery,
): (record: VariableRecord) => boolean {
  const matchesName = nameMatcher(left.includes("names") ? names : []);
  const scalars = left.includes("values") ? values : [];
  return (record) =>
    matchesName(record.name) &&
    (scalars.length === 0 || meetsScalarConditions(scalars, record.type, scalarKey(record)));
}
