import assert from "node:assert/strict";
import { Turns } from "../../../server/testing/_turns.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Turns");

test("run one after the other, also behind one that fails", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const step = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
    if (name === "b") throw new Error("b fails");
    return name;
  };
  const all = [turns.run(step("a")), turns.run(step("b")), turns.run(step("c"))];
  await turns.idle();
  assert.deepEqual(
    (await Promise.allSettled(all)).map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual(
    log,
    ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});
