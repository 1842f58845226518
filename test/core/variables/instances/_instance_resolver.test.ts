import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ForbiddenInstanceError, NotFoundError, ProcessVariables } from "../../../../core/mod.ts";
import { InstanceResolver } from "../../../../core/variables/instances/_instance_resolver.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("InstanceResolver");

const owners = new Map([
  ["mine", "mine"],
  ["execution", "mine"],
  ["theirs", "theirs"],
  ["their execution", "theirs"],
]);
const mapped = new InstanceResolver((id) => owners.get(id));
const narrow = mapped.narrowTo((id) => id === "mine");

test("asks about the instance itself, by whatever id it is named", async () => {
  assert.equal(await narrow.get("execution", "x"), "mine");
  for (const id of ["theirs", "their execution"]) {
    await assert.rejects(narrow.find(id), ForbiddenInstanceError);
    await assert.rejects(narrow.get(id, "x"), { status: 403 });
    assert.equal(await narrow.search(id), undefined);
    assert.equal(await narrow.isOwn(id), false);
  }
  assert.equal(await narrow.search("execution"), "mine");
  assert.deepEqual([await narrow.isOwn("mine"), await narrow.isOwn("execution")], [true, false]);
  await assert.rejects(narrow.get("unknown", "x"), NotFoundError);
});

test("is narrowed further, and never widened", async () => {
  const none = narrow.narrowTo(() => true).narrowTo((id) => id !== "mine");
  await assert.rejects(none.find("mine"), ForbiddenInstanceError);
  await assert.rejects(narrow.narrowTo(() => true).find("theirs"), ForbiddenInstanceError);
});

test("takes only true for yes", async () => {
  for (const answer of [1, "true", Promise.resolve(true), undefined]) {
    const isAllowed = () => answer;
    const resolver = new InstanceResolver(undefined);
    const narrowed = Reflect.apply(resolver.narrowTo, resolver, [isAllowed]);
    await assert.rejects(narrowed.find("i"), ForbiddenInstanceError);
  }
});

test("cannot be made of a subclass that does not say how, nor without a function", () => {
  class Counted extends ProcessVariables {}
  const storage = new MemoryStorage();
  assert.throws(() => new Counted({ storage }).narrowTo(() => true), {
    name: "TypeError",
    message: /override 'narrowTo'/,
  });
  const variables = new ProcessVariables({ storage });
  assert.throws(() => Reflect.apply(variables.narrowTo, variables, [["i"]]), {
    name: "TypeError",
    message: /'isAllowed' is an array; pass a function/,
  });
});
