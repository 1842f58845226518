import assert from "node:assert/strict";
import { PostgresStage } from "../../../../adapters/postgres/contents/_postgres_stage.ts";
import { ApplyCall, type OwnedChange } from "../../../../adapters/postgres/write/_apply_call.ts";
import {
  ApplyPlan,
  type Present,
  variableKey,
} from "../../../../adapters/postgres/write/_apply_plan.ts";
import type { Precondition } from "../../../../core/storage/storage.ts";
import { FakeContents } from "../../../support/postgres/fake_contents.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("ApplyPlan");

const BYTES = Uint8Array.of(1, 2, 3);
const NOW = new Date(1_000);
const REFUSED = "PreconditionFailedError";

function put(
  name: string,
  content: Uint8Array | PostgresStage | null = BYTES,
  condition?: Precondition,
): OwnedChange {
  return { op: "put", name, type: "Bytes", valueInfo: {}, content, condition };
}

function remove(name: string, condition?: Precondition): OwnedChange {
  return { op: "delete", name, condition };
}

/** A stage with the number of a content. */
function staged(content: number): PostgresStage {
  return new PostgresStage(new FakeContents(), content, 1_000_000);
}

/** Plans calls of the instances `i` and `j`, given as `[instance, ...changes]`. */
function plan(
  calls: readonly (readonly [instanceId: string, ...OwnedChange[]])[],
  present: Readonly<Record<string, Present>> = {},
  stages: readonly number[] = [],
): { results: string[]; changed: string[] } {
  let versions = 0;
  const { outcomes, changed } = new ApplyPlan(
    calls.map(([instanceId, ...changes]) => new ApplyCall(instanceId, changes)),
    {
      present: new Map(Object.entries(present).map(([name, at]) => [variableKey("i", name), at])),
      stages: new Set(stages),
      now: NOW,
      nextVersion: () => `v${++versions}`,
    },
  );
  const results = outcomes.map((outcome) => {
    if ("applied" in outcome) return outcome.applied.map((record) => record?.version ?? "-").join();
    return outcome.error instanceof Error ? outcome.error.name : "no error";
  });
  const states = changed.map(({ instanceId, name, before, after, row }) => {
    assert.equal(row?.record.version, after?.version);
    return `${instanceId}.${name}: ${before?.version ?? "-"} to ${after?.version ?? "-"}`;
  });
  return { results, changed: states };
}

const AT_OLD: Present = { version: "old", content: undefined };

test("gives each put a version of its own, also those of one call and of one name", () => {
  const { results, changed } = plan([
    ["i", put("a"), put("b")],
    ["j", put("a")],
    ["i", put("a")],
  ]);
  assert.deepEqual(results, ["v1,v2", "v3", "v4"]);
  assert.deepEqual(changed, ["i.a: - to v4", "i.b: - to v2", "j.a: - to v3"]);
});

test("lets each call see what those before it have done", () => {
  const { results, changed } = plan(
    [
      ["i", put("a", BYTES, { ifMatch: ["old"] })],
      ["i", put("a", BYTES, { ifMatch: ["old"] })],
      ["i", put("a", BYTES, { ifMatch: ["v1"] })],
      ["i", remove("a", { ifMatch: ["v2"] })],
      ["i", put("a", BYTES, { ifMatch: "*" })],
      ["i", put("a", BYTES, { ifNoneMatch: "*" })],
      ["i", put("a", BYTES, { ifNoneMatch: "*" })],
      ["j", put("a", BYTES, { ifMatch: "*" })],
    ],
    { a: AT_OLD },
  );
  assert.deepEqual(results, ["v1", REFUSED, "v2", "-", REFUSED, "v3", REFUSED, REFUSED]);
  assert.deepEqual(changed, ["i.a: old to v3"]);
});

test("a refused call changes nothing, whichever of its changes is refused", () => {
  for (const condition of [{ ifMatch: ["other"] }, { ifNoneMatch: "*" }] as const) {
    const refused = put("b", BYTES, condition);
    const calls = [
      ["i", put("a"), remove("c"), refused],
      ["i", refused, put("a")],
    ] as const;
    const present = { b: AT_OLD, c: AT_OLD };
    assert.deepEqual(plan(calls, present), { results: [REFUSED, REFUSED], changed: [] });
  }
});

test("a call sees the state before it for all of its changes", () => {
  const { results } = plan([["i", put("a"), put("b", BYTES, { ifNoneMatch: "*" })]], {});
  assert.deepEqual(results, ["v1,v2"]);
});

test("writes nothing for what is deleted and was not there, or comes and goes within the batch", () => {
  const { results, changed } = plan([
    ["i", remove("a")],
    ["i", put("b")],
    ["i", remove("b")],
  ]);
  assert.deepEqual([results, changed], [["-", "v1", "-"], []]);
});

test("deletes what was there, and writes what comes back", () => {
  const calls = [
    ["i", remove("a")],
    ["i", remove("b")],
    ["i", put("b")],
  ] as const;
  const { changed } = plan(calls, { a: AT_OLD, b: AT_OLD });
  assert.deepEqual(changed, ["i.a: old to -", "i.b: old to v1"]);
});

test("makes records of bytes, of stages in memory, of contents and of the typed null", () => {
  const parts = new FakeContents();
  const small = new PostgresStage(parts, BYTES, 3);
  const call = new ApplyCall("i", [
    put("bytes"),
    put("small", small),
    put("large", staged(7)),
    put("null", null),
    put("empty", new Uint8Array()),
  ]);
  const input = { present: new Map(), stages: new Set([7]), now: NOW, nextVersion: () => "v" };
  const { changed, outcomes } = new ApplyPlan([call], input);
  const records = changed.map(({ row }) => row?.record);
  const [outcome] = outcomes;
  assert.ok(outcome !== undefined && "applied" in outcome);
  assert.deepEqual(outcome.applied, records);
  assert.deepEqual(
    records.map((record) => [record?.size, record?.isNull, record?.inline?.length]),
    [
      [3, false, 3],
      [3, false, 3],
      [1_000_000, false, undefined],
      [0, true, undefined],
      [0, false, 0],
    ],
  );
  assert.deepEqual(
    changed.map(({ row }) => row?.content),
    [undefined, undefined, 7, undefined, undefined],
  );
  for (const record of records) assert.equal(record?.updatedAt, NOW);
});

test("a stage whose lease has run out fails its call alone", () => {
  const { results, changed } = plan(
    [
      ["i", put("a", staged(1)), put("b")],
      ["i", put("c", staged(2))],
    ],
    {},
    [2],
  );
  assert.deepEqual(results, ["StorageError", "v1"]);
  assert.deepEqual(changed, ["i.c: - to v1"]);
});

test("says that such a stage is unavailable, and that nothing is stored", () => {
  const call = new ApplyCall("i", [put("a", staged(1))]);
  const input = { present: new Map(), stages: new Set<number>(), now: NOW, nextVersion: () => "v" };
  const [outcome] = new ApplyPlan([call], input).outcomes;
  assert.ok(outcome !== undefined && "error" in outcome && outcome.error instanceof Error);
  const { name, message } = outcome.error;
  assert.equal(name, "StorageError");
  assert.match(message, /^Cannot apply the changes: .* staged bytes were lost$/);
  assert.ok("code" in outcome.error && outcome.error.code === "unavailable");
});

test("leaves clears to a statement of their own", () => {
  const { results, changed } = plan([["i", { op: "clear" }]], { a: AT_OLD });
  assert.deepEqual([results, changed], [["-"], []]);
});
