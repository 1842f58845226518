import type { InstanceQuery } from "../options/variable_query.ts";
import { allInstances } from "../reading/_list_instances.ts";
import { pageOf } from "../reading/_page_of.ts";
import type { ReadContext } from "../reading/_read_context.ts";
import { Search } from "../reading/_search.ts";
import { BEHIND_ALL } from "./_behind_all.ts";
import type { CompiledConditions } from "./_compile_conditions.ts";
import { type InstanceClause, instanceClauses } from "./_instance_clauses.ts";
import { VariableScan } from "./_variable_scan.ts";

/** The first instances that are examined together. There are twice as many each time, since few may be wanted. */
const FIRST_GROUP = 128;
const MAX_GROUP = 1_000;
/** How many instances are looked up at once. */
const LOOKUPS = 64;

const ANY: CompiledConditions = {
  names: [],
  values: [],
  texts: [],
  foldsTexts: false,
  isImpossible: false,
};

/**
 * Finds the instances that have a variable and meet conditions, by id.
 *
 * @param query The query. It has been checked.
 * @param context The storage.
 */
export async function* findInstances(
  query: InstanceQuery,
  context: ReadContext,
): AsyncGenerator<string, void> {
  const clauses = await instanceClauses(query, context);
  yield* pageOf(new InstanceSearch(query, context).find(clauses), query);
}

/** Counts the instances that have a variable and meet conditions. */
export async function countInstances(query: InstanceQuery, context: ReadContext): Promise<number> {
  const clauses = await instanceClauses(query, context);
  let count = 0;
  for await (const _ of new InstanceSearch(query, context).find(clauses)) count++;
  return count;
}

class InstanceSearch {
  readonly #context: ReadContext;
  readonly #search: Search;
  readonly #descending: boolean;

  constructor({ signal, sortOrder }: InstanceQuery, context: ReadContext) {
    this.#context = context;
    this.#search = new Search(signal);
    this.#descending = sortOrder === "desc";
  }

  /** Finds instances by the clause that names the fewest, as far as is known, and examines these by the others. */
  find(clauses: readonly InstanceClause[]): AsyncIterable<string> {
    const leading = clauses.find(namesIds) ?? clauses.find(isSingle);
    const others = clauses.filter((clause) => clause !== leading);
    const found = this.#lead(leading?.[0]);
    return others.length === 0 ? found : this.#examined(found, others);
  }

  #lead(condition: InstanceClause[number] | undefined): AsyncIterable<string> {
    if (condition === undefined) {
      if (!this.#descending) return allInstances(this.#search, this.#context);
      // Without queries, each step would read the whole store.
      const hasQueries = this.#context.storage.query !== undefined;
      return hasQueries ? this.#allDescending() : this.#having(ANY, undefined);
    }
    return "ids" in condition
      ? this.#present(this.#descending ? condition.ids.toReversed() : condition.ids)
      : this.#having(condition.variable, undefined);
  }

  /** Those of some instances that have a variable. */
  async *#present(ids: readonly string[]): AsyncGenerator<string> {
    const { storage } = this.#context;
    for (let start = 0; start < ids.length; start += LOOKUPS) {
      await this.#search.next();
      const group = ids.slice(start, start + LOOKUPS);
      const lists = await Promise.all(group.map((id) => storage.list(id, { limit: 1 })));
      this.#search.count(group.length);
      for (const [index, id] of group.entries()) if (lists[index]?.length === 1) yield id;
    }
  }

  /** All instances from the last one on: one step for each, whatever the number of its variables. */
  async *#allDescending(): AsyncGenerator<string> {
    const scan = this.#scan(ANY);
    const part = { order: "instance", descending: true } as const;
    let found = await scan.first(part, undefined);
    while (found !== undefined) {
      const { instanceId } = found;
      yield instanceId;
      found = await scan.first(part, { instanceId, name: BEHIND_ALL });
    }
  }

  /** The instances with a variable that meets conditions, of some or of all. */
  async *#having(
    conditions: CompiledConditions,
    instanceIds: readonly string[] | undefined,
  ): AsyncGenerator<string> {
    if (conditions.isImpossible) return;
    const descending = this.#descending;
    let last: string | undefined;
    for await (const { instanceId } of this.#scan(conditions).part({ instanceIds, descending })) {
      if (instanceId !== last) yield instanceId;
      last = instanceId;
    }
  }

  async *#examined(
    found: AsyncIterable<string>,
    clauses: readonly InstanceClause[],
  ): AsyncGenerator<string> {
    let size = FIRST_GROUP;
    let group: string[] = [];
    for await (const id of found) {
      group.push(id);
      if (group.length < size) continue;
      yield* await this.#meeting(group, clauses);
      group = [];
      size = Math.min(MAX_GROUP, 2 * size);
    }
    yield* await this.#meeting(group, clauses);
  }

  /** Those instances that meet all clauses, in their order. */
  async #meeting(
    ids: readonly string[],
    clauses: readonly InstanceClause[],
  ): Promise<readonly string[]> {
    let left = ids;
    for (const clause of clauses) {
      if (left.length === 0) return left;
      const met = new Set<string>();
      const ascending = this.#descending ? left.toReversed() : left;
      for (const condition of clause) {
        if ("ids" in condition) for (const id of condition.ids) met.add(id);
        else for await (const id of this.#having(condition.variable, ascending)) met.add(id);
      }
      left = left.filter((id) => met.has(id));
    }
    return left;
  }

  #scan(conditions: CompiledConditions): VariableScan {
    const task = { conditions, firstResult: 0, maxResults: Infinity };
    return new VariableScan(task, this.#context, this.#search);
  }
}

function namesIds([condition, another]: InstanceClause): boolean {
  return condition !== undefined && another === undefined && "ids" in condition;
}

function isSingle(clause: InstanceClause): boolean {
  return clause.length === 1;
}
