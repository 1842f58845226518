import assert from "node:assert/strict";
import * as prom from "prom-client";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { StorageError, type VariableStorage } from "../../../core/mod.ts";
import { ClientAbortError } from "../../../core/rest/errors/client_abort_error.ts";
import { MeasuredStorage } from "../../../server/observers/_measured_storage.ts";
import { StorageMetrics } from "../../../server/observers/_storage_metrics.ts";
import { faultyStorage } from "../../../server/testing/faulty_storage/faulty_storage.ts";
import { testContract } from "../../support/contract_runner.ts";
import { StorageWrapper } from "../../support/storage_wrapper.ts";
import { suite } from "../../support/suite.ts";

const test = suite("MeasuredStorage");

const BYTES = new Uint8Array(20_000);

/** A storage that is measured, and what was measured of it: the samples that are not 0. */
function measured(inner: VariableStorage): {
  readonly storage: VariableStorage;
  readonly lines: () => Promise<readonly string[]>;
} {
  const registry = new prom.Registry();
  const storage = new MeasuredStorage(inner, new StorageMetrics(prom, registry));
  const lines = async () => {
    const text = await registry.metrics();
    return text
      .split("\n")
      .filter((line) => /^varpost_storage_(?:seconds_count|faults).* [^0]/.test(line));
  };
  return { storage, lines };
}

async function* chunks(): AsyncGenerator<Uint8Array> {
  yield BYTES;
}

test("measures each operation, and reads to their end or to where they are left", async () => {
  const { storage, lines } = measured(new MemoryStorage());
  const content = await storage.stage(chunks());
  await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
  await storage.stat("i", "v");
  const variable = await storage.open("i", "v");
  assert.ok(variable);
  for await (const chunk of variable.read()) assert.deepEqual(chunk, BYTES);
  for await (const _ of variable.read()) break;
  await variable.close();
  await storage.list("i");
  await storage.instances();
  await storage.query?.({});
  assert.deepEqual((await lines()).toSorted(), [
    'varpost_storage_seconds_count{operation="apply"} 1',
    'varpost_storage_seconds_count{operation="instances"} 1',
    'varpost_storage_seconds_count{operation="list"} 1',
    'varpost_storage_seconds_count{operation="open"} 1',
    'varpost_storage_seconds_count{operation="query"} 1',
    'varpost_storage_seconds_count{operation="read"} 2',
    'varpost_storage_seconds_count{operation="stage"} 1',
    'varpost_storage_seconds_count{operation="stat"} 1',
  ]);
  await storage.close();
});

test("counts faults of the storage, and not what clients did", async () => {
  const full = new StorageError("full", "the disk is full");
  const faults = { apply: { error: full }, stat: { error: new Error("bug") } };
  const { storage, lines } = measured(faultyStorage(new MemoryStorage(), faults));
  await assert.rejects(storage.apply("i", [{ op: "delete", name: "v" }]), full);
  await assert.rejects(storage.stat("i", "v"));
  const aborted = async function* (): AsyncGenerator<Uint8Array> {
    yield BYTES;
    throw new ClientAbortError();
  };
  await assert.rejects(storage.stage(aborted()), ClientAbortError);
  const condition = { ifMatch: "*" } as const;
  assert.deepEqual((await lines()).filter((line) => line.includes("faults")).toSorted(), [
    'varpost_storage_faults_total{operation="apply",code="full"} 1',
    'varpost_storage_faults_total{operation="stat",code="other"} 1',
  ]);
  const other = measured(new MemoryStorage());
  await assert.rejects(other.storage.apply("i", [{ op: "delete", name: "v", condition }]));
  assert.deepEqual(
    (await other.lines()).filter((line) => line.includes("faults")),
    [],
  );
});

test("begins to count each fault at 0, since Prometheus sees no growth of what begins with 1", async () => {
  const registry = new prom.Registry();
  const metrics = new StorageMetrics(prom, registry);
  const samples = async () => {
    const lines = (await registry.metrics()).split("\n");
    return lines.filter((line) => line.startsWith("varpost_storage_faults_total"));
  };
  const before = await samples();
  assert.ok(before.includes('varpost_storage_faults_total{operation="apply",code="full"} 0'));
  assert.ok(before.every((line) => line.endsWith(" 0")));
  for (const code of [
    "full",
    "io",
    "corrupt",
    "gone",
    "unavailable",
    "closed",
    "locked",
  ] as const) {
    metrics.fault("read", new StorageError(code, "It failed"));
  }
  metrics.fault("query", new Error("bug"));
  assert.equal((await samples()).length, before.length, "A fault has made a series");
});

test("does not count the time in which a source has no bytes", async () => {
  let now = 0;
  const { performance } = globalThis;
  const original = performance.now;
  performance.now = () => now;
  try {
    const registry = new prom.Registry();
    const inner = new MemoryStorage();
    const storage = new MeasuredStorage(inner, new StorageMetrics(prom, registry));
    await storage.stage(
      (async function* () {
        now += 60_000;
        yield BYTES;
      })(),
    );
    assert.match(await registry.metrics(), /^varpost_storage_seconds_sum\{operation="stage"\} 0$/m);
  } finally {
    performance.now = original;
  }
});

test("answers queries and tells its health exactly if the inner storage does", async () => {
  const all = measured(new MemoryStorage()).storage;
  assert.deepEqual(await all.health?.(), { writable: true });
  assert.ok(all.query);
  const none = measured(new StorageWrapper(new MemoryStorage())).storage;
  assert.equal(none.query, undefined);
  assert.equal(none.health, undefined);
});

testContract(
  suite("the contract of a measured storage"),
  { durable: false, shared: false },
  (run) => {
    const { storage } = measured(new MemoryStorage());
    return run({ open: async () => storage, leftovers: async () => [] });
  },
  { queries: true, health: true },
);
