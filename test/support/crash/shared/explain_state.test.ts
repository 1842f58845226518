import assert from "node:assert/strict";
import { suite } from "../../suite.ts";
import type { State } from "../crash_state.ts";
import type { Effect } from "../operation.ts";
import { explainState, type SharedOperation } from "./explain_state.ts";

const test = suite("explainState()");

const EMPTY: State = new Map();

/** An operation whose number and size are `id`, from `begin` to `end`; not acknowledged without an `end`. */
function operation(
  id: number,
  names: string | "clear",
  begin: number,
  end = Number.POSITIVE_INFINITY,
): SharedOperation {
  const puts = [...names].map((name): Effect => ({ name, size: id }));
  const effects = names === "clear" ? "clear" : puts;
  const versions = end === Number.POSITIVE_INFINITY ? [] : puts.map(() => `v${id}`);
  return { operation: { id, instance: "i", effects }, process: 0, begin, end, versions };
}

function state(values: Readonly<Record<string, number>>): State {
  const entries = Object.entries(values);
  return new Map(entries.map(([name, id]) => [name, { id, size: id, version: `v${id}` }]));
}

test("takes overlapping operations of two processes in any order, and each process's own in theirs", () => {
  const lists = [
    [operation(1, "ab", 0, 10), operation(2, "a", 1, 10)],
    [operation(3, "ab", 5, 15)],
  ];
  for (const found of [
    { a: 2, b: 1 },
    { a: 3, b: 3 },
    { a: 2, b: 3 },
  ]) {
    assert.deepEqual(explainState(EMPTY, lists, state(found)), { isPossible: true, lost: 0 });
  }
  assert.equal(explainState(EMPTY, lists, state({ a: 1, b: 1 })).lost, 1);
  assert.equal(explainState(EMPTY, lists, state({ a: 3, b: 1 })).isPossible, false);
});

test("takes operations that did not overlap in their order", () => {
  const lists = [[operation(1, "a", 0, 1)], [operation(2, "a", 2, 3)]];
  assert.equal(explainState(EMPTY, lists, state({ a: 2 })).lost, 0);
  assert.equal(explainState(EMPTY, lists, state({ a: 1 })).lost, 1);
});

test("leaves out what was not acknowledged, if need be", () => {
  const lists = [[operation(1, "a", 0, 1), operation(2, "ab", 2), operation(3, "b", 3)]];
  const possible = (values: Readonly<Record<string, number>>) =>
    explainState(EMPTY, lists, state(values)).isPossible;
  assert.ok(possible({ a: 1 }));
  assert.ok(possible({ a: 2, b: 2 }));
  assert.ok(possible({ a: 2, b: 3 }));
  assert.equal(possible({ a: 1, b: 2 }), false);
});

test("sees nothing of what came before a clear, and all that came after", () => {
  const lists = [
    [operation(1, "a", 0, 1)],
    [operation(2, "clear", 2, 3)],
    [operation(3, "b", 2, 4)],
  ];
  const before = state({ c: 9 });
  assert.equal(explainState(before, lists, EMPTY).lost, 0);
  assert.equal(explainState(before, lists, state({ b: 3 })).lost, 0);
  assert.ok(explainState(before, lists, state({ c: 9, b: 3 })).lost > 0);
});

test("misses the version that was acknowledged, and what nobody has written", () => {
  const lists = [[operation(1, "a", 0, 1)]];
  const other: State = new Map([["a", { id: 1, size: 1, version: "another" }]]);
  assert.deepEqual(explainState(EMPTY, lists, other), { isPossible: false, lost: 0 });
  assert.deepEqual(explainState(EMPTY, [], state({ a: 1 })), { isPossible: false, lost: 0 });
  assert.deepEqual(explainState(state({ a: 1 }), [], EMPTY), { isPossible: false, lost: 0 });
});
