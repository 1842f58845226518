import assert from "node:assert/strict";
import { InstanceResolver } from "../../../../core/variables/instances/_instance_resolver.ts";
import { resolveIds } from "../../../../core/variables/querying/_resolve_ids.ts";
import { Search } from "../../../../core/variables/reading/_search.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("resolveIds()");

type Resolve = ConstructorParameters<typeof InstanceResolver>[0];

const IDS = ["z", "\u{1F600}", "\uFF5E", "", "a", "z", "x".repeat(256), "a\0", "\ud800"];

test("gives each id once, in order, and leaves out what is no id", async () => {
  assert.deepEqual(await resolve(IDS, undefined), ["a", "z", "\uFF5E", "\u{1F600}"]);
});

test("asks the embedder for each id once", async () => {
  const asked: string[] = [];
  const found = await resolve(IDS, async (id) => {
    asked.push(id);
    return id === "a" ? undefined : "owner";
  });
  assert.deepEqual(found, ["owner"]);
  assert.deepEqual(asked, ["z", "\u{1F600}", "\uFF5E", "a"]);
});

test("lets others have turns while there are many ids", async () => {
  const ids = Array.from({ length: 40_000 }, (_, at) => `id${(at * 7919) % 20_000}`);
  let turns = 0;
  let isDone = false;
  const countTurns = () => {
    turns++;
    if (!isDone) setImmediate(countTurns);
  };
  setImmediate(countTurns);
  const found = await resolve(ids, undefined);
  isDone = true;
  assert.deepEqual(found, [...new Set(ids)].sort());
  assert.ok(turns >= 5, `${turns} turns`);
});

test("stops when it is aborted", async () => {
  const controller = new AbortController();
  let asked = 0;
  const ids = Array.from({ length: 1_000 }, (_, index) => `i${index}`);
  const resolving = resolve(
    ids,
    () => {
      if (++asked === 10) controller.abort(new Error("gone"));
      return undefined;
    },
    controller.signal,
  );
  await assert.rejects(resolving, /^Error: gone$/);
  assert.equal(asked, 10);
});

function resolve(ids: readonly string[], resolver: Resolve, signal?: AbortSignal) {
  const instances = new InstanceResolver(resolver);
  return resolveIds(ids, { instances }, new Search(signal));
}
