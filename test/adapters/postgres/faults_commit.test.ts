import assert from "node:assert/strict";
import type { Change } from "../../../core/storage/storage.ts";
import { CommitProxy } from "../../support/postgres/commit_proxy.ts";
import {
  type FaultStore,
  LONG_TIMES,
  SHORT_TIMES,
  withFaultStore,
} from "../../support/postgres/fault_store.ts";
import { TcpProxy } from "../../support/postgres/tcp_proxy.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { suite } from "../../support/suite.ts";

const test = suite("PostgresStorage, when COMMIT is lost");

/** Refused if the variable is there. So a call that was stored, and is tried again, does not pass for one that was not. */
const PUT_NEW: readonly Change[] = [
  {
    op: "put",
    name: "a",
    type: "Bytes",
    valueInfo: {},
    content: new Uint8Array([1]),
    condition: { ifNoneMatch: "*" },
  },
];

interface Faulty {
  readonly storage: FaultStore;
  readonly commits: CommitProxy;
  readonly network: TcpProxy;
}

function withFaulty(
  run: (faulty: Faulty) => Promise<void>,
  times: typeof LONG_TIMES = LONG_TIMES,
): Promise<void> {
  return withTestSchema(async ({ connectionString, schema }) => {
    const { hostname, port } = new URL(connectionString);
    const network = await TcpProxy.to(hostname, Number(port));
    const commits = await CommitProxy.to("127.0.0.1", network.port);
    try {
      const place = { connectionString: commits.urlFor(connectionString), schema };
      await withFaultStore(place, times, (storage) => run({ storage, commits, network }));
    } finally {
      await commits.close();
      await network.close();
    }
  });
}

for (const fate of ["lost", "unanswered", "torn"] as const) {
  test(`stores a change once if COMMIT is ${fate}`, () =>
    withFaulty(async ({ storage, commits }) => {
      for (let i = 0; i < 3; i++) {
        const met = commits.meet(fate);
        const [[record]] = await Promise.all([storage.apply(`i${i}`, PUT_NEW), met]);
        assert.equal((await storage.stat(`i${i}`, "a"))?.version, record?.version);
      }
    }));
}

for (const fate of ["lost", "unanswered"] as const) {
  test(`says that a change may be stored if COMMIT is ${fate} and nobody can be asked`, () =>
    withFaulty(async ({ storage, commits, network }) => {
      const met = commits.meet(fate, () => {
        network.refuse();
        network.cut();
      });
      await assert.rejects(storage.apply("i", PUT_NEW), {
        code: "unavailable",
        mayBeStored: true,
        message: /the connection was lost during COMMIT/,
      });
      await met;
      network.goOn();
      assert.equal((await storage.stat("i", "a")) !== undefined, fate === "unanswered");
      await storage.apply("j", PUT_NEW);
    }, SHORT_TIMES));
}

test("waits for a COMMIT that is still on its way", () =>
  withFaulty(async ({ storage, commits }) => {
    const met = commits.meet("held");
    const applied = storage.apply("i", PUT_NEW);
    await met;
    commits.release();
    const [record] = await applied;
    assert.equal((await storage.stat("i", "a"))?.version, record?.version);
  }));

test("a COMMIT that comes after its transaction was ended changes nothing", () =>
  withFaulty(async ({ storage, commits }) => {
    const met = commits.meet("held");
    const [applied] = await Promise.allSettled([storage.apply("i", PUT_NEW), met]);
    commits.release();
    if (applied.status === "rejected") {
      // On a slow machine the time was over, perhaps also the time to find out what became of it.
      assert.equal(applied.reason.code, "unavailable");
      if (applied.reason.mayBeStored) return;
    }
    const stored = applied.status === "fulfilled" ? applied.value[0]?.version : undefined;
    assert.equal((await storage.stat("i", "a"))?.version, stored);
  }, SHORT_TIMES));

test("keeps a large content whose COMMIT got no answer", () =>
  withFaulty(async ({ storage, commits }) => {
    const bytes = new Uint8Array(300_000).fill(7);
    const content = await storage.stage(
      (async function* () {
        yield bytes;
      })(),
    );
    const met = commits.meet("unanswered");
    await Promise.all([
      storage.apply("i", [{ op: "put", name: "a", type: "Bytes", valueInfo: {}, content }]),
      met,
    ]);
    const open = await storage.open("i", "a");
    let size = 0;
    for await (const piece of open?.read() ?? []) size += piece.length;
    await open?.close();
    assert.equal(size, bytes.length);
  }));
