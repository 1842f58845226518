import { rankIn } from "../../_name_sequence.ts";
import { behind, LAST } from "./_entry.ts";
import type { EntryIndex, InstanceEntry } from "./_entry_index.ts";
import type { QueryPlan } from "./_query_plan.ts";

/** Numbers of instances that are read at once: the first time, and at most. */
const FIRST_PART = 16;
const LARGEST_PART = 256;

/** An instance that a query wants. Its number is `undefined` if it is not in the store. */
export type WantedInstance = InstanceEntry | readonly [instanceId: string, instance: undefined];

/**
 * Finds the instances that a query wants, in the order of their ids. If it names them, some of those that are not there come, too: each
 * step takes the same time, so that who waits for the next one can stop.
 *
 * @param after Only instances behind this one are wanted; `undefined` for all.
 * @param descending Whether the last one comes first.
 */
export function wantedInstances(
  { index, ids }: QueryPlan,
  after: string | undefined,
  descending: boolean,
): Generator<WantedInstance, void, undefined> {
  if (ids === undefined) return allInstances(index, after, descending);
  return descending ? someInstancesDescending(index, ids, after) : someInstances(index, ids, after);
}

function* allInstances(
  index: EntryIndex,
  after: string | undefined,
  descending: boolean,
): Generator<InstanceEntry, void, undefined> {
  let end = descending ? (after ?? LAST) : behind(after ?? "");
  for (let size = FIRST_PART; ; size = Math.min(2 * size, LARGEST_PART)) {
    const part = descending ? index.instancesBefore(end, size) : index.instancesFrom(end, size);
    yield* part;
    const last = part[size - 1];
    if (last === undefined) return;
    end = descending ? last[0] : behind(last[0]);
  }
}

/** Leaps from one instance to the next one that is both in the store and in the list. */
function* someInstances(
  index: EntryIndex,
  ids: readonly string[],
  after: string | undefined,
): Generator<WantedInstance, void, undefined> {
  let at = after === undefined ? 0 : rankIn(ids, behind(after));
  for (let id = ids[at]; id !== undefined; id = ids[at]) {
    const [found] = index.instancesFrom(id, 1);
    if (found === undefined) return;
    if (found[0] === id) {
      yield found;
      at++;
    } else {
      yield [id, undefined];
      at = Math.max(at + 1, rankIn(ids, found[0]));
    }
  }
}

function* someInstancesDescending(
  index: EntryIndex,
  ids: readonly string[],
  after: string | undefined,
): Generator<WantedInstance, void, undefined> {
  let at = (after === undefined ? ids.length : rankIn(ids, after)) - 1;
  for (let id = ids[at]; id !== undefined; id = ids[at]) {
    const [found] = index.instancesBefore(behind(id), 1);
    if (found === undefined) return;
    if (found[0] === id) {
      yield found;
      at--;
    } else {
      yield [id, undefined];
      at = Math.min(at, rankIn(ids, behind(found[0]))) - 1;
    }
  }
}
