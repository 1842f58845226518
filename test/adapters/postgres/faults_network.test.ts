import assert from "node:assert/strict";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import {
  type FaultStore,
  SHORT_TIMES,
  withFaultStore,
} from "../../support/postgres/fault_store.ts";
import { TcpProxy } from "../../support/postgres/tcp_proxy.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("PostgresStorage, when the network fails");

const BYTES = 1_000_000;
const PUT: readonly Change[] = [
  { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: new Uint8Array([1]) },
];

function withNetwork(
  run: (storage: FaultStore, network: TcpProxy) => Promise<void>,
): Promise<void> {
  return withTestSchema(async ({ connectionString, schema }) => {
    const { hostname, port } = new URL(connectionString);
    const network = await TcpProxy.to(hostname, Number(port));
    const place = { connectionString: network.urlFor(connectionString), schema, connections: 4 };
    try {
      await withFaultStore(place, SHORT_TIMES, async (storage) => {
        await storage.apply("i", PUT);
        await upload(storage);
        await run(storage, network);
      });
    } finally {
      await network.close();
    }
  });
}

async function upload(storage: VariableStorage): Promise<unknown> {
  const source = (async function* () {
    yield new Uint8Array(BYTES);
  })();
  const content = await storage.stage(source);
  return storage.apply("large", [{ op: "put", name: "a", type: "File", valueInfo: {}, content }]);
}

async function download(storage: VariableStorage): Promise<number> {
  const variable = await storage.open("large", "a");
  try {
    let size = 0;
    for await (const piece of variable?.read() ?? []) size += piece.length;
    return size;
  } finally {
    await variable?.close();
  }
}

/** Calls of all kinds, far more than there are connections. */
function callAll(storage: VariableStorage): readonly Promise<unknown>[] {
  const many = Array.from({ length: 200 }, (_, i) => i);
  return [
    ...many.map((i) => storage.stat(`i${i}`, "a")),
    ...many.map((i) => storage.apply(`i${i}`, PUT)),
    ...many.slice(0, 8).flatMap(() => [upload(storage), download(storage)]),
    storage.list("i"),
    storage.instances(),
    storage.apply("i", [{ op: "clear" }]),
  ];
}

/** The codes of the errors of calls. */
async function codesOf(calls: readonly Promise<unknown>[]): Promise<ReadonlySet<unknown>> {
  const settled = await Promise.allSettled(calls);
  return new Set(
    settled.flatMap((call) =>
      call.status === "rejected" ? [call.reason.code ?? call.reason] : [],
    ),
  );
}

/** Waits until all works again, which it does by itself. */
async function worksAgain(storage: VariableStorage): Promise<void> {
  await until(async () => {
    const codes = await codesOf([storage.apply("i", PUT), upload(storage), storage.list("i")]);
    return codes.size === 0;
  });
  assert.equal(await download(storage), BYTES);
}

for (const direction of ["from clients", "from server"] as const) {
  test(`gives all calls up if nothing comes through (${direction}), and goes on later`, () =>
    withNetwork(async (storage, network) => {
      network.stall(direction);
      assert.deepEqual(await codesOf(callAll(storage)), new Set(["unavailable"]));
      network.goOn();
      await worksAgain(storage);
    }));
}

test("gives all calls up if connections are cut and refused, and goes on later", () =>
  withNetwork(async (storage, network) => {
    const calls = callAll(storage);
    network.refuse();
    network.cut();
    assert.deepEqual(await codesOf(calls), new Set(["unavailable"]));
    assert.deepEqual(await codesOf(callAll(storage)), new Set(["unavailable"]));
    network.goOn();
    await worksAgain(storage);
  }));

test("goes on at once if connections are cut now and then", () =>
  withNetwork(async (storage, network) => {
    for (let i = 0; i < 10; i++) {
      const calls = [storage.stat("i", "a"), storage.apply("i", PUT), storage.list("i")];
      network.cut();
      await Promise.all(calls);
    }
  }));

test("is closed, and leaves no connection open, although nothing comes through", () =>
  withNetwork(async (storage, network) => {
    network.stall("both");
    await storage.close();
    network.goOn();
    await until(() => network.connections === 0);
  }));
