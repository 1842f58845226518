import assert from "node:assert/strict";
import { TurnBudget } from "../../../adapters/memory/_turn_budget.ts";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { suite } from "../../support/suite.ts";

const MIB = 1_048_576;

const test = suite("TurnBudget");

test("lasts for 2 MiB, and anew in the next turn", async () => {
  const budget = new TurnBudget();
  assert.equal(budget.spend(MIB), undefined);
  const enough = budget.spend(MIB);
  assert.notEqual(enough, undefined);
  assert.equal(budget.spend(1), enough, "all wait for the same turn");
  await enough;
  assert.equal(budget.spend(2 * MIB - 1), undefined);
});

test("lets others have their turn while a source always has more", async () => {
  const storage = new MemoryStorage();
  let ended = false;
  let turns = 0;
  const count = () => {
    if (ended) return;
    turns++;
    setImmediate(count);
  };
  setImmediate(count);
  const stage = await storage.stage(chunks(16));
  ended = true;
  assert.equal(stage.size, 16 * MIB);
  assert.ok(turns >= 7, `there were ${turns} turns`);
  await storage.close();
});

async function* chunks(count: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let i = 0; i < count; i++) yield new Uint8Array(MIB);
}
