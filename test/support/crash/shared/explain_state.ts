import type { State } from "../crash_state.ts";
import type { Nanoseconds, Operation } from "../operation.ts";

/** An operation on an instance that several processes write to. */
export interface SharedOperation {
  readonly operation: Operation;
  /** Number of the process. Its operations on an instance take effect in the order of their calls. */
  readonly process: number;
  readonly begin: Nanoseconds;
  /** When it was acknowledged; infinite if it was not. Then nobody knows whether it took effect. */
  end: Nanoseconds;
  /** The version of each put, if it was acknowledged. */
  versions: readonly (string | null)[];
}

/** Why an instance is in its state. */
export interface Explanation {
  /** Whether there is an order of operations that leads to the state. */
  readonly isPossible: boolean;
  /** Number of acknowledged operations that must be left out for that. */
  readonly lost: number;
}

/**
 * Looks for an order of operations that leads from one state of an instance to another. An operation that was acknowledged before another
 * one began comes before it. Operations that were not acknowledged may be left out.
 *
 * It takes away what may have been the last operation, again and again: one behind which no other one must come, and whose effects are
 * there, if no operation that was taken away hides them. To take one away never makes it harder to take another one away, so nothing
 * need be tried but which operations were left out.
 *
 * @param operations Those of each process, in the order of their calls.
 */
export function explainState(
  before: State,
  operations: readonly (readonly SharedOperation[])[],
  after: State,
): Explanation {
  const lists = operations.map((list) => list.filter(({ operation }) => hasEffect(operation)));
  const search = new Search(before, after);
  const isUnknown = ({ end }: SharedOperation) => end === Infinity;
  if (search.find(lists, new Set(), isUnknown)) return { isPossible: true, lost: 0 };
  // Which ones are missing cannot be said with certainty: a single one, or else the last ones.
  const known = lists.flat().filter((operation) => !isUnknown(operation));
  const last = known.toSorted((a, b) => b.begin - a.begin);
  const guesses = [
    ...known.map((one) => [one]),
    ...last.map((_, index) => last.slice(0, index + 1)),
  ];
  for (const lost of guesses) {
    const mayMiss = (tail: SharedOperation) => isUnknown(tail) || lost.includes(tail);
    if (search.find(lists, new Set(), mayMiss)) return { isPossible: true, lost: lost.length };
  }
  return { isPossible: false, lost: 0 };
}

class Search {
  readonly #before: State;
  readonly #after: State;

  constructor(before: State, after: State) {
    this.#before = before;
    this.#after = after;
  }

  /**
   * @param hidden The names whose values come from operations that were taken away.
   * @param mayLeaveOut Whether an operation may be left out.
   */
  find(
    operations: readonly (readonly SharedOperation[])[],
    hidden: ReadonlySet<string>,
    mayLeaveOut: (operation: SharedOperation) => boolean,
  ): boolean {
    const lists = operations.map((list) => [...list]);
    const names = new Set(hidden);
    for (let hasTaken = true; hasTaken; ) {
      hasTaken = false;
      for (const list of lists) {
        const last = list.at(-1);
        if (last === undefined || lists.some((other) => mustFollow(other.at(-1), last))) continue;
        if (!this.#isSeen(last, names)) continue;
        list.pop();
        hasTaken = true;
        // Nothing before a clear is seen.
        if (last.operation.effects === "clear") return true;
        for (const { name } of last.operation.effects) names.add(name);
      }
    }
    if (lists.every((list) => list.length === 0)) return this.#isUnchanged(names);
    return lists.some((list) => {
      const last = list.at(-1);
      if (last === undefined || !mayLeaveOut(last)) return false;
      const rest = lists.map((each) => (each === list ? each.slice(0, -1) : each));
      return this.find(rest, names, mayLeaveOut);
    });
  }

  /** Whether the effects of an operation are there, but for those that are hidden. */
  #isSeen({ operation: { id, effects }, versions }: SharedOperation, hidden: ReadonlySet<string>) {
    if (effects === "clear") return [...this.#after.keys()].every((name) => hidden.has(name));
    return effects.every(({ name, size }, index) => {
      const value = this.#after.get(name);
      if (hidden.has(name)) return true;
      if (size === undefined) return value === undefined;
      if (value?.id !== id || value.size !== size) return false;
      const version = versions[index] ?? undefined;
      return version === undefined || value.version === version;
    });
  }

  #isUnchanged(hidden: ReadonlySet<string>): boolean {
    const names = new Set([...this.#before.keys(), ...this.#after.keys()]);
    return [...names].every(
      (name) =>
        hidden.has(name) || this.#before.get(name)?.version === this.#after.get(name)?.version,
    );
  }
}

function mustFollow(later: SharedOperation | undefined, earlier: SharedOperation): boolean {
  return later !== undefined && later !== earlier && later.begin > earlier.end;
}

function hasEffect({ effects }: Operation): boolean {
  return effects === "clear" || effects.length > 0;
}
