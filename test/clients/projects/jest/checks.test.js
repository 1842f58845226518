import assert from "node:assert/strict";
import { jest, test } from "@jest/globals";
import { startTestEngine } from "varpost/testing";
import { checks } from "./checks.js";

for (const [name, check] of Object.entries(checks)) test(name, check);

test("answers while timers are faked", async () => {
  const engine = await startTestEngine({ variables: { a: { v: 1 } } });
  jest.useFakeTimers();
  const answer = await fetch(`${engine.url}/process-instance/a/variables/v`);
  assert.equal((await answer.json()).value, 1);
  await engine.close();
  jest.useRealTimers();
});
