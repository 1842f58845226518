import assert from "node:assert/strict";
import { type ContractCase, storageContract } from "../../adapters/contract.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import type { Change, PageOptions } from "../../core/storage/storage.ts";
import { BROKEN_GUARDS } from "../support/broken_guards.ts";
import { BROKEN_HEALTH } from "../support/broken_health.ts";
import { BROKEN_QUERIES } from "../support/broken_queries.ts";
import { BROKEN_QUERY_PAGES } from "../support/broken_query_pages.ts";
import { BROKEN_SHARED_CRASHES } from "../support/broken_shared_crashes.ts";
import { BROKEN_SHARED_READS } from "../support/broken_shared_reads.ts";
import { BROKEN_SHARED_STORES } from "../support/broken_shared_stores.ts";
import { BROKEN_SHARED_WRITES } from "../support/broken_shared_writes.ts";
import { BROKEN_STORAGES, type BrokenStorage } from "../support/broken_storages.ts";
import { testContract } from "../support/contract_runner.ts";
import { lazyAnswer, plainAnswer, plainQueries } from "../support/plain_queries.ts";
import { SharedFront, SharedStore } from "../support/shared_store.ts";
import { SimulatedDisk } from "../support/simulated_disk.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";
import { suite } from "../support/suite.ts";

const test = suite("storageContract()");
const IN_MEMORY = { durable: false, shared: false };

test("names each case once and leaves out what a store cannot promise", () => {
  const durable = titles(storageContract({ durable: true, shared: false }));
  const shared = titles(storageContract({ durable: true, shared: true }));
  const volatile = titles(storageContract({ durable: false, shared: false }));
  assert.equal(new Set(durable).size, durable.length);
  assert.ok(durable.some((title) => title.includes("locked")));
  assert.ok(!shared.some((title) => title.includes("locked")));
  assert.ok(shared.some((title) => title.startsWith("durability")));
  assert.ok(!volatile.some((title) => title.startsWith("durability")));
  const isOfShared = (title: string) => /^(sharing|shared \w+):/.test(title);
  assert.ok(shared.some(isOfShared));
  assert.ok(!durable.some((title) => isOfShared(title) || title.includes("failed sync")));
  const failing = storageContract({ durable: true, shared: false }, { failingSyncs: true });
  assert.ok(titles(failing).some((title) => title.includes("failed sync")));
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

/** Loses the last byte of each chunk after the first 64 KiB. */
class ClippedChunks extends StorageWrapper {
  override stage(source: AsyncIterable<Uint8Array>) {
    return this.inner.stage(clipped(source));
  }
}

async function* clipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    yield size > 65_536 ? chunk.subarray(0, -1) : chunk;
  }
}

test("tells with contents of which size a case failed", async () => {
  let failed = 0;
  for (const { group, name, run } of storageContract({ durable: false, shared: false })) {
    if (group !== "round trip" && group !== "staging") continue;
    const storage = new ClippedChunks(new MemoryStorage());
    const subject = { open: async () => storage, leftovers: async () => [] };
    const [outcome] = await Promise.allSettled([run(subject)]);
    if (outcome.status === "fulfilled") continue;
    failed++;
    assert.match(String(outcome.reason), /\b\d+ bytes/, name);
  }
  assert.ok(failed > 10, `${failed} failed`);
});

/** Commits in a later turn, as SQLite does, and its reads block the process, as they do on a slow machine. */
class Busy extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]) {
    await new Promise((resolve) => setImmediate(resolve));
    return this.inner.apply(instanceId, changes);
  }

  override async open(instanceId: string, name: string) {
    occupy(3);
    return this.inner.open(instanceId, name);
  }

  override async list(instanceId: string, page?: PageOptions) {
    occupy(3);
    return this.inner.list(instanceId, page);
  }
}

for (const { group, name, run } of storageContract({ durable: false, shared: false })) {
  if (group !== "concurrency" || (!name.includes("reader") && !name.includes("listing"))) continue;
  test(`lets a storage commit while slow reads go on: ${name}`, () => {
    const storage = new Busy(new MemoryStorage());
    return run({ open: async () => storage, leftovers: async () => [] });
  });
}

// All adapters run at once, since the suite waits long for the leftovers of a leaking adapter, in case they are being deleted.
const ALL_BROKEN = [
  ...BROKEN_STORAGES,
  ...BROKEN_GUARDS,
  ...BROKEN_HEALTH,
  ...BROKEN_QUERIES,
  ...BROKEN_QUERY_PAGES,
  ...BROKEN_SHARED_STORES,
  ...BROKEN_SHARED_WRITES,
  ...BROKEN_SHARED_READS,
  ...BROKEN_SHARED_CRASHES,
];
const outcomes = new Map(ALL_BROKEN.map((broken) => [broken, failures(broken)]));

for (const broken of ALL_BROKEN) {
  test(`catches a broken adapter: ${broken.fault}`, async () => {
    const caught = (await outcomes.get(broken)) ?? [];
    process.stdout.write(`broken: ${broken.fault} -> ${broken.group}: ${caught.join("; ")}\n`);
    assert.ok(caught.length > 0, `No case of '${broken.group}' with '${broken.caughtBy}' failed`);
  });
}

const simulated = suite("a simulated durable store");
testContract(simulated, { durable: true, shared: false }, (run) => run(new SimulatedDisk()), {
  failingSyncs: true,
  health: true,
  fullDisk: true,
});

const sharedStore = suite("a shared store");
testContract(sharedStore, { durable: false, shared: true }, (run) => run(new SharedStore()));

const durableStore = suite("a durable shared store");
for (const { group, name, run } of storageContract({ durable: true, shared: true })) {
  // The other groups see no difference.
  if (group !== "durability" && group !== "shared crashes") continue;
  durableStore(`${group}: ${name}`, () => run(new SharedStore(SharedFront, true)));
}

for (const [title, answer] of [
  ["a storage that answers queries plainly", plainAnswer],
  ["a storage that leaves the conditions of queries", lazyAnswer],
] as const) {
  const queryStore = suite(title);
  for (const { group, name, run } of storageContract(IN_MEMORY, { queries: true, health: true })) {
    if (!group.includes("queries") && group !== "capabilities") continue;
    // With nothing applied, a page of one variable is one step through the whole store.
    if (group === "random queries" && answer === lazyAnswer) continue;
    queryStore(`${group}: ${name}`, () => {
      const storage = plainQueries(answer);
      return run({ open: async () => storage, leftovers: async () => [] });
    });
  }
}

/** Blocks the process for longer than Node's shortest timer, which waits 1 ms. */
function occupy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}

function titles(cases: readonly ContractCase[]): string[] {
  return cases.map(({ group, name }) => `${group}: ${name}`);
}

/** Names of those cases that must catch a broken adapter, and do. */
async function failures(broken: BrokenStorage): Promise<string[]> {
  const { queries = false, health = false, capabilities } = broken;
  const isOnDisk = capabilities.durable;
  const seams = { failingSyncs: isOnDisk, fullDisk: isOnDisk, queries, health };
  const cases = storageContract(capabilities, seams).filter(
    ({ group, name }) => group === broken.group && name.includes(broken.caughtBy),
  );
  const failed = await Promise.all(
    cases.map(async ({ name, run }) => {
      const [{ status }] = await Promise.allSettled([run(broken.createSubject())]);
      return status === "rejected" ? [name] : [];
    }),
  );
  return failed.flat();
}
