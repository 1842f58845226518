import { compareNames } from "../../core/storage/compare_names.ts";
import type { QueryPosition, StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { NameSequence } from "../_name_sequence.ts";
import { type KeyRun, type RunParts, sliceOfRun } from "./_key_run.ts";
import { NameFilter } from "./_name_filter.ts";
import { NameList } from "./_name_list.ts";
import type { VariableKeys } from "./_variable_keys.ts";

/** Up to so many variables are gathered and sorted for each page. */
const FEW = 2_048;
const NAMES_AT_ONCE = 64;

const NOTHING: RunParts = { parts: new NameList([]) };

/**
 * Finds the variables that may meet the conditions of a query on instances and names: run by run, in the order of the query, behind a
 * position. A run that was looked at in vain comes, too, without parts, so that the work can be bounded.
 *
 * @param few Only tests change it.
 */
export function planRuns(
  keys: VariableKeys,
  query: StorageQuery,
  after: QueryPosition | undefined,
  few: number = FEW,
): Iterable<KeyRun> {
  return new Plan(keys, query, after, few).runs();
}

class Plan {
  readonly #keys: VariableKeys;
  readonly #query: StorageQuery;
  readonly #after: QueryPosition | undefined;
  readonly #few: number;
  readonly #names: NameFilter;
  readonly #ids: NameList | undefined;

  constructor(
    keys: VariableKeys,
    query: StorageQuery,
    after: QueryPosition | undefined,
    few: number,
  ) {
    this.#keys = keys;
    this.#query = query;
    this.#after = after;
    this.#few = few;
    this.#names = new NameFilter(query.names ?? []);
    this.#ids = query.instanceIds === undefined ? undefined : new NameList(query.instanceIds);
  }

  runs(): Iterable<KeyRun> {
    const { instances, names } = this.#keys;
    const ids = this.#ids;
    if (this.#query.order === "name") {
      const groups = ids === undefined ? undefined : this.#gatherByName(ids);
      if (groups !== undefined) return this.#runsOfGroups(groups);
      const candidates = this.#names.candidates(names.names);
      return this.#runsOver(candidates, (name) => this.#instancesOf(name));
    }
    if (ids !== undefined) return this.#runsOver(ids, (id) => this.#namesOf(id));
    const found = this.#names.resolve(names.names);
    const [only] = found ?? [];
    if (found?.length === 1 && only !== undefined) return [this.#runOfOneName(only)];
    const groups = found === undefined ? undefined : this.#gatherByInstance(found);
    if (groups !== undefined) return this.#runsOfGroups(groups);
    return this.#runsOver(instances, (id) => this.#namesOf(id));
  }

  /** A run for each of these: names, or ids of instances, whatever the order begins with. */
  *#runsOver(firsts: NameSequence, partsOf: (first: string) => RunParts): Generator<KeyRun> {
    const { order, descending: isDescending = false } = this.#query;
    const byName = order === "name";
    const afterFirst = byName ? this.#after?.name : this.#after?.instanceId;
    const afterSecond = (byName ? this.#after?.instanceId : this.#after?.name) ?? "";
    const from = startOf(firsts, isDescending, afterFirst);
    for (let at = from; at < firsts.size; at += NAMES_AT_ONCE) {
      const some = sliceOfRun({ parts: firsts, isDescending }, at, at + NAMES_AT_ONCE);
      for (const first of some) {
        const run = partsOf(first);
        yield {
          ...run,
          isDescending: false,
          from: first === afterFirst ? run.parts.rank(`${afterSecond}\0`) : 0,
          position: byName
            ? (instanceId) => ({ instanceId, name: first })
            : (name) => ({ instanceId: first, name }),
        };
      }
    }
  }

  #runsOfGroups(groups: ReadonlyMap<string, readonly string[]>): Iterable<KeyRun> {
    const firsts = new NameList([...groups.keys()].sort(compareNames));
    return this.#runsOver(firsts, (first) => ({ parts: new NameList(groups.get(first) ?? []) }));
  }

  /** The variables of one name, in the order of their instances. */
  #runOfOneName(name: string): KeyRun {
    const { descending: isDescending = false } = this.#query;
    const run = this.#instancesOf(name);
    const after = this.#after;
    // The variable of this name may come behind the position in the same instance.
    const isPassed = after !== undefined && compareNames(name, after.name) <= 0;
    const from = startOf(run.parts, isDescending, after?.instanceId, isPassed);
    return { ...run, isDescending, from, position: (instanceId) => ({ instanceId, name }) };
  }

  /** The wanted instances with a variable of this name. */
  #instancesOf(name: string): RunParts {
    const all = this.#keys.names.instancesOf(name);
    if (all === undefined || this.#names.matches?.(name) === false) return NOTHING;
    const has = (id: string) => this.#has(id, name);
    const ids = this.#ids;
    if (ids === undefined)
      return { parts: all, filter: this.#keys.names.isStale ? has : undefined };
    if (ids.size <= all.size) return { parts: ids, filter: has };
    return { parts: all, filter: (id) => ids.has(id) && has(id) };
  }

  /** The wanted names of variables of this instance. */
  #namesOf(id: string): RunParts {
    const names = this.#keys.instances.get(id);
    const { exact, matches } = this.#names;
    if (names === undefined) return NOTHING;
    if (exact === undefined) return { parts: this.#names.candidates(names), filter: matches };
    if (names.get(exact) === undefined) return NOTHING;
    return { parts: new NameList([exact]), filter: matches };
  }

  /** The variables of these names, if they are few: the names, by instance. */
  #gatherByInstance(names: readonly string[]): ReadonlyMap<string, readonly string[]> | undefined {
    const index = this.#keys.names;
    let count = 0;
    for (const name of names) count += index.instancesOf(name)?.size ?? 0;
    if (count > this.#few) return undefined;
    const groups = new Map<string, string[]>();
    for (const name of names) {
      for (const id of index.instancesOf(name)?.slice(0, count) ?? []) {
        if (this.#has(id, name)) addTo(groups, id, name);
      }
    }
    return groups;
  }

  /** The variables of these instances, if they are few: the instances, by name. */
  #gatherByName(ids: NameList): ReadonlyMap<string, readonly string[]> | undefined {
    if (ids.size > this.#few) return undefined;
    let count = 0;
    const groups = new Map<string, string[]>();
    for (const id of ids.slice(0, ids.size)) {
      const { parts, filter } = this.#namesOf(id);
      count += parts.size;
      if (count > this.#few) return undefined;
      for (const name of parts.slice(0, count)) {
        if (filter?.(name) !== false) addTo(groups, name, id);
      }
    }
    return groups;
  }

  #has(instanceId: string, name: string): boolean {
    return this.#keys.instances.get(instanceId)?.get(name) !== undefined;
  }
}

/** Returns how many names come before a position in the order that is wanted, and the one there, too, if it `isPassed`. */
function startOf(
  names: NameSequence,
  isDescending: boolean,
  after: string | undefined,
  isPassed = false,
): number {
  if (after === undefined) return 0;
  if (isDescending) return names.size - names.rank(isPassed ? after : `${after}\0`);
  return names.rank(isPassed ? `${after}\0` : after);
}

function addTo(groups: Map<string, string[]>, group: string, part: string): void {
  const parts = groups.get(group);
  if (parts === undefined) groups.set(group, [part]);
  else parts.push(part);
}
