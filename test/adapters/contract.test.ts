import assert from "node:assert/strict";
import { type ContractCase, storageContract } from "../../adapters/contract.ts";
import { BROKEN_STORAGES, type BrokenStorage } from "../support/broken_storages.ts";
import { testContract } from "../support/contract_runner.ts";
import { SimulatedDisk } from "../support/simulated_disk.ts";
import { suite } from "../support/suite.ts";

const CASE_DEADLINE_MS = 20_000;

const test = suite("storageContract()");

test("names each case once and leaves out what a store cannot promise", () => {
  const durable = titles(storageContract({ durable: true, shared: false }));
  const shared = titles(storageContract({ durable: true, shared: true }));
  const volatile = titles(storageContract({ durable: false, shared: false }));
  assert.equal(new Set(durable).size, durable.length);
  assert.ok(durable.some((title) => title.includes("locked")));
  assert.ok(!shared.some((title) => title.includes("locked")));
  assert.ok(shared.some((title) => title.startsWith("durability")));
  assert.ok(!volatile.some((title) => title.startsWith("durability")));
});

test("needs a durable store to say what a crash leaves", async () => {
  const disk = new SimulatedDisk();
  const [afterCrash] = storageContract({ durable: true, shared: false }).filter(({ name }) =>
    name.includes("after a crash"),
  );
  assert.ok(afterCrash);
  const subject = { open: () => disk.open(), leftovers: () => disk.leftovers() };
  await assert.rejects(afterCrash.run(subject), /needs 'crash'/);
});

// All at once: what a leaking adapter leaves is waited for, as background deletion may take its time.
const outcomes = new Map(BROKEN_STORAGES.map((broken) => [broken, failures(broken)]));

for (const broken of BROKEN_STORAGES) {
  test(`catches a broken adapter: ${broken.fault}`, async () => {
    const caught = (await outcomes.get(broken)) ?? [];
    process.stdout.write(`broken: ${broken.fault} -> ${broken.group}: ${caught.join("; ")}\n`);
    assert.ok(
      caught.some((name) => name.includes(broken.caughtBy)),
      `No case of '${broken.group}' with '${broken.caughtBy}' failed`,
    );
  });
}

const simulated = suite("a simulated durable store");
testContract(simulated, { durable: true, shared: false }, (run) => run(new SimulatedDisk()));

function titles(cases: readonly ContractCase[]): string[] {
  return cases.map(({ group, name }) => `${group}: ${name}`);
}

/** Names of the cases that a broken adapter fails. */
async function failures(broken: BrokenStorage): Promise<string[]> {
  const cases = storageContract(broken.capabilities).filter(({ group }) => group === broken.group);
  const failed = await Promise.all(
    cases.map(async ({ name, run }) => {
      const failed = await fails(run(broken.createSubject()));
      return failed ? [name] : [];
    }),
  );
  return failed.flat();
}

/** Also when it does not end: some faults make a reader wait for what never comes. */
async function fails(running: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), CASE_DEADLINE_MS);
  });
  const failed = running.then(
    () => false,
    () => true,
  );
  try {
    return await Promise.race([failed, late]);
  } finally {
    clearTimeout(timer);
  }
}
