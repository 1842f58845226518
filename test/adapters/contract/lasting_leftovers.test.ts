import assert from "node:assert/strict";
import { lastingLeftovers } from "../../../adapters/contract/_lasting_leftovers.ts";
import { suite } from "../../support/suite.ts";

const test = suite("lastingLeftovers()");

test("waits for slow deletion as long as it makes progress", async () => {
  const left = ["a", "b"];
  let looks = 0;
  const look = async () => {
    // One leftover disappears after each 200 looks; without progress, the wait ends after 250.
    if (++looks % 200 === 0) left.pop();
    return [...left];
  };
  assert.deepEqual(await lastingLeftovers(look, 0), []);
  assert.equal(looks, 400);
});

test("gives what stays", async () => {
  assert.deepEqual(await lastingLeftovers(async () => ["a"], 0), ["a"]);
  assert.deepEqual(await lastingLeftovers(async () => []), []);
});
