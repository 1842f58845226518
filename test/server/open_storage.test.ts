import assert from "node:assert/strict";
import { openStorage } from "../../server/open_storage.ts";
import { UsageError } from "../../server/usage_error.ts";
import { suite } from "../support/suite.ts";

const test = suite("openStorage()");

test("opens a memory", async () => {
  const storage = await openStorage("memory:");
  assert.deepEqual(storage.capabilities, { durable: false, shared: false });
  await storage.close();
});

const REFUSED: readonly (readonly [url: string, problem: RegExp])[] = [
  ["memory", /write 'memory:'$/],
  ["memory:x", /write 'memory:'$/],
  ["memroy:", /unknown kind 'memroy'; did you mean 'memory:'\?$/],
  ["postgres://localhost", /unknown kind 'postgres'; known are 'memory:'/],
  ["", /unknown kind ''/],
];

for (const [url, problem] of REFUSED) {
  test(`refuses '${url}'`, () =>
    assert.rejects(
      openStorage(url),
      (error) => error instanceof UsageError && problem.test(error.message),
    ));
}
