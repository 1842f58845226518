import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("searches");

const INSTANCES = 2_500;
const VARIABLES = 1_000;
/** The most records of a page, which may come on top of what makes a turn full. */
const MOST_IN_A_TURN = 128 + 1_000;

/** Answers at once, so that nothing but the search gives others a turn, and counts what one turn has asked for. */
class Counting extends StorageWrapper {
  inTurn = 0;
  most = 0;
  calls = 0;

  endTurn(): void {
    this.inTurn = 0;
  }

  override async stat(...args: Parameters<StorageWrapper["stat"]>) {
    this.#count(1);
    return this.inner.stat(...args);
  }

  override async list(...args: Parameters<StorageWrapper["list"]>) {
    const page = await this.inner.list(...args);
    this.#count(1 + page.length);
    return page;
  }

  override async instances(...args: Parameters<StorageWrapper["instances"]>) {
    const page = await this.inner.instances(...args);
    this.#count(1 + page.length);
    return page;
  }

  #count(steps: number): void {
    this.calls++;
    this.inTurn += steps;
    this.most = Math.max(this.most, this.inTurn);
  }
}

const X_IS_7 = { name: "x", operator: "eq", value: 7 } as const;
const LAST = { sortOrder: "desc" } as const;
const BY_NAME = [{ sortBy: "variableName", sortOrder: "desc" }] as const;
const BY_TYPE_AND_NAME = [{ sortBy: "variableType", sortOrder: "desc" }, ...BY_NAME] as const;
const IDS_OR_7 = () => ({ processInstanceIds: ids(), variables: [X_IS_7] });

type Run = (variables: ProcessVariables, signal?: AbortSignal) => Promise<unknown>;

const SEARCHES: readonly (readonly [what: string, run: Run])[] = [
  ["an absent name", (v, signal) => fromAsync(v.queryJson({ variableName: "no", signal }))],
  ["a far page", (v, signal) => fromAsync(v.queryJson({ firstResult: 9_999, signal }))],
  ["all", (v, signal) => fromAsync(v.queryJson({ signal }))],
  ["one instance", (v, signal) => fromAsync(v.listJson("many", { signal }))],
  ["many ids", (v, signal) => fromAsync(v.queryJson({ processInstanceIds: ids(), signal }))],
  ["a value", (v, signal) => v.count({ variableValues: [X_IS_7], signal })],
  ["another order", (v, signal) => fromAsync(v.query({ sorting: BY_NAME, signal }))],
  ["several orders", (v, signal) => fromAsync(v.query({ sorting: BY_TYPE_AND_NAME, signal }))],
  ["instances by a value", (v, signal) => fromAsync(v.instances({ variables: [X_IS_7], signal }))],
  ["instances from the last one", (v, signal) => fromAsync(v.instances({ ...LAST, signal }))],
  [
    "one of some ids",
    (v, signal) => v.countInstances({ ...LAST, orQueries: [IDS_OR_7()], signal }),
  ],
  ["the ids", (v, signal) => fromAsync(v.instances({ signal }))],
  ["the number of ids", (v, signal) => v.countInstances({ signal })],
];

for (const [what, run] of SEARCHES) {
  test(`for ${what} give others a turn`, async () => {
    const storage = await filled();
    await withTurns(storage, () => run(new ProcessVariables({ storage })));
    assert.ok(storage.calls > 1);
    assert.ok(storage.most <= MOST_IN_A_TURN, `${storage.most} steps in a turn`);
  });

  test(`for ${what} end when they are aborted`, async () => {
    const storage = await filled();
    const { signal, abort } = abortable();
    setImmediate(abort);
    const { message } = new Error("gone");
    await assert.rejects(run(new ProcessVariables({ storage }), signal), { message });
    const { calls } = storage;
    await assert.rejects(run(new ProcessVariables({ storage }), signal), { message });
    assert.equal(storage.calls, calls);
  });
}

test("that run together have turns of their own", async () => {
  const storage = await filled();
  const variables = new ProcessVariables({ storage });
  const all = Array.from({ length: 20 }, () =>
    fromAsync(variables.queryJson({ variableName: "no" })),
  );
  await withTurns(storage, async () => {
    // All begin in this turn.
    await new Promise((resolve) => setImmediate(resolve));
    storage.most = 0;
    return Promise.all(all);
  });
  assert.ok(storage.most <= MOST_IN_A_TURN, `${storage.most} steps in a turn`);
});

/** Tells the storage of each turn while `run` runs. */
async function withTurns(storage: Counting, run: () => Promise<unknown>): Promise<void> {
  let done = false;
  const turn = () => {
    storage.endTurn();
    if (!done) setImmediate(turn);
  };
  turn();
  await run();
  done = true;
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("gone")) };
}

async function filled(): Promise<Counting> {
  const inner = new MemoryStorage();
  const put = { op: "put", type: "Null", valueInfo: {}, content: null } as const;
  await Promise.all(ids().map((id) => inner.apply(id, [{ ...put, name: "x" }])));
  const names = Array.from({ length: VARIABLES }, (_, index) => `v${index}`);
  await inner.apply(
    "many",
    names.map((name) => ({ ...put, name })),
  );
  return new Counting(inner);
}

function ids(): string[] {
  return Array.from({ length: INSTANCES }, (_, index) => `i${index}`);
}
