import assert from "node:assert/strict";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { startTestEngine } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("a test engine whose test has replaced the timers");

const NAMES = ["setTimeout", "setInterval", "setImmediate"] as const;

test("answers, resets and closes as ever", async () => {
  await using engine = await startTestEngine({ variables: { a: { v: 1 } } });
  await withoutTimers(async () => {
    const path = "/process-instance/a/variables/v";
    assert.equal((await engine.fetch(path)).status, 200);
    assert.match(await read(engine.url + path), /"value":1/);
    engine.fault({ path: `${path}/data` }, { reset: "answer", afterBytes: 20 });
    await assert.rejects(read(`${engine.url}${path}/data`), { code: "ECONNRESET" });
    engine.fault({ path }, { delay: 60_000 });
    const late = read(engine.url + path);
    await until(() => engine.requests.some(({ state }) => state === "pending"));
    await engine.advance(60_000);
    assert.match(await late, /"value":1/);
    await engine.reset();
    await engine.close();
  });
});

/** Gets a text on a connection of its own. */
function read(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => text(response).then(resolve, reject)).on(
      "error",
      reject,
    );
  });
}

/** Replaces the global timers by some that never fire, as the fake timers of jest, vitest and sinon are. */
async function withoutTimers(run: () => Promise<void>): Promise<void> {
  const properties = NAMES.map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name) ?? {}] as const,
  );
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: () => ({}), configurable: true });
  }
  try {
    await run();
  } finally {
    for (const [name, property] of properties) Object.defineProperty(globalThis, name, property);
  }
}
