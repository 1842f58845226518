import assert from "node:assert/strict";
import { startTestEngine } from "varpost/testing";
import { test, vi } from "vitest";
import { checks } from "./checks.js";

for (const [name, check] of Object.entries(checks)) test(name, check);

test("answers while timers are faked", async () => {
  const engine = await startTestEngine({ variables: { a: { v: 1 } } });
  vi.useFakeTimers();
  const answer = await fetch(`${engine.url}/process-instance/a/variables/v`);
  assert.equal((await answer.json()).value, 1);
  await engine.close();
  vi.useRealTimers();
});
