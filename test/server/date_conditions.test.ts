import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import type { VariableRecord } from "../../core/mod.ts";
import { faultyStorage } from "../../server/testing/faulty_storage/faulty_storage.ts";
import { bindings, matrix, type ServiceUnderTest } from "./_matrix.ts";
import { JSON_TYPE, READS, VARIABLE, VARIABLE_ID, WRITES } from "./_variable_requests.ts";

/** Dates relative to `Last-Modified`, in seconds, and whether the variable was changed after them. */
const DATES = [
  [-1, true],
  [0, false],
  [1, false],
] as const;

/** What is no date is ignored. */
const NO_DATES = [
  "",
  "yesterday",
  "1994-11-06T08:49:37Z",
  "Mon, 06 Nov 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
];

const LONG_AGO = [
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "Sunday, 06-Nov-94 08:49:37 GMT",
  "Sun Nov  6 08:49:37 1994",
];

async function store({ storage }: Pick<ServiceUnderTest, "storage">): Promise<VariableRecord> {
  const content = Buffer.from("old");
  const [record] = await storage.apply("i", [
    { op: "put", name: "v", type: "Bytes", valueInfo: {}, content },
  ]);
  assert.ok(record);
  return record;
}

function dateOf({ updatedAt }: VariableRecord, seconds = 0): string {
  return new Date(updatedAt.getTime() + seconds * 1_000).toUTCString();
}

matrix("conditions on dates", (test, withService) => {
  test("have their date from Last-Modified", () =>
    withService(async (service) => {
      const date = dateOf(await store(service));
      for (const path of READS) {
        for (const method of ["GET", "HEAD"]) {
          const { status, headers } = await service.send({ method, path });
          assert.deepEqual([status, headers["last-modified"]], [200, date], `${method} ${path}`);
        }
      }
      const range = { range: "bytes=0-0" };
      const part = await service.send({ path: `${VARIABLE}/data`, headers: range });
      assert.deepEqual([part.status, part.headers["last-modified"]], [206, date]);
    }));

  test("decide whether a read answers 200, 304 or 412", () =>
    withService(async (service) => {
      const record = await store(service);
      for (const path of READS) {
        for (const method of ["GET", "HEAD"]) {
          const answer = (headers: Record<string, string>) =>
            service.send({ method, path, headers });
          for (const [seconds, isModified] of DATES) {
            const date = dateOf(record, seconds);
            const since = await answer({ "if-modified-since": date });
            assert.equal(since.status, isModified ? 200 : 304, `${method} ${path} ${seconds}`);
            assert.equal(since.headers["last-modified"], dateOf(record));
            assert.equal(since.headers.etag, `"${record.version}"`);
            const unmodified = await answer({ "if-unmodified-since": date });
            assert.equal(unmodified.status, isModified ? 412 : 200, `${method} ${path} ${seconds}`);
          }
          for (const date of LONG_AGO) {
            assert.equal((await answer({ "if-unmodified-since": date })).status, 412, date);
          }
        }
      }
    }));

  test("are ignored where there are versions, and where there is no date", () =>
    withService(async (service) => {
      const record = await store(service);
      const [early, late] = [dateOf(record, -60), dateOf(record)];
      const version = `"${record.version}"`;
      for (const path of READS) {
        for (const [headers, status] of [
          [{ "if-modified-since": late, "if-none-match": '"x"' }, 200],
          [{ "if-modified-since": early, "if-none-match": version }, 304],
          [{ "if-unmodified-since": early, "if-match": version }, 200],
          [{ "if-unmodified-since": late, "if-match": '"x"' }, 412],
          [{ "if-unmodified-since": early, "if-none-match": version }, 412],
          [{ "if-unmodified-since": early, "if-modified-since": late }, 412],
          [{ "if-unmodified-since": late, "if-modified-since": late }, 304],
          [{ "if-match": version, "if-modified-since": late }, 304],
        ] as const) {
          const answer = await service.send({ path, headers });
          assert.equal(answer.status, status, `${path} ${JSON.stringify(headers)}`);
        }
        for (const name of ["if-modified-since", "if-unmodified-since"]) {
          for (const value of NO_DATES) {
            const { status } = await service.send({ path, headers: { [name]: value } });
            assert.equal(status, 200, value);
          }
        }
      }
    }));

  test("decide whether a write is done", () =>
    withService(async (service) => {
      for (const write of WRITES) {
        const send = (condition: Record<string, string>) =>
          service.send({ ...write, headers: { ...write.headers, ...condition } });
        for (const [seconds, isModified] of DATES) {
          const record = await store(service);
          const { status, body } = await send({ "if-unmodified-since": dateOf(record, seconds) });
          assert.equal(status, isModified ? 412 : 204, `${write.method} ${seconds}`);
          if (!isModified) continue;
          const { type, code } = JSON.parse(body.toString());
          assert.deepEqual([type, code], ["OptimisticLockingException", 1]);
          assert.deepEqual(await service.storage.stat("i", "v"), record);
        }
        const record = await store(service);
        const [early, late] = [dateOf(record, -60), dateOf(record)];
        const version = `"${record.version}"`;
        for (const [headers, status] of [
          [{ "if-unmodified-since": late, "if-match": '"x"' }, 412],
          [{ "if-unmodified-since": late, "if-none-match": version }, 412],
          [{ "if-unmodified-since": late, "if-none-match": "*" }, 412],
          [{ "if-unmodified-since": early, "if-none-match": '"x"' }, 412],
          [{ "if-unmodified-since": early, "if-match": version }, 204],
        ] as const) {
          assert.equal((await send(headers)).status, status, JSON.stringify(headers));
        }
        // Only a read looks at the other date.
        const present = await store(service);
        assert.equal((await send({ "if-modified-since": dateOf(present, 60) })).status, 204);
      }
    }));

  test("are ignored on writes of what does not exist, and if they are no dates", () =>
    withService(async (service) => {
      const { send, storage, logged } = service;
      for (const write of WRITES) {
        for (const value of [...LONG_AGO, ...NO_DATES]) {
          await storage.apply("i", [{ op: "clear" }]);
          const headers = { ...write.headers, "if-unmodified-since": value };
          assert.equal((await send({ ...write, headers })).status, 204, value);
        }
        for (const value of NO_DATES) {
          await store(service);
          const before = logged.length;
          const headers = { ...write.headers, "if-unmodified-since": value };
          assert.equal((await send({ ...write, headers })).status, 204, value);
          const [line] = logged.slice(before);
          assert.equal(line?.level, "debug");
          assert.match(line.message, /^Ignored 'If-Unmodified-Since'/);
          assert.deepEqual(line.fields, { instanceId: "i", name: "v" });
        }
      }
    }));

  test("on what is not there are not looked at by reads", () =>
    withService(async ({ send }) => {
      for (const path of READS) {
        for (const name of ["if-modified-since", "if-unmodified-since"]) {
          const { status } = await send({ path, headers: { [name]: LONG_AGO[0] ?? "" } });
          assert.equal(status, 404, path);
        }
      }
    }));
});

/** Has somebody else write the variable just after it was looked at. */
class Overtaken extends MemoryStorage {
  override async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    const record = await super.stat(instanceId, name);
    await store({ storage: this });
    return record;
  }
}

bindings("conditions on dates", (test, withService) => {
  test("hold until the write is done, even within a second", async () => {
    for (const isThere of [true, false]) {
      for (const write of WRITES) {
        const storage = new Overtaken();
        await withService(
          async ({ send }) => {
            const date = isThere ? dateOf(await store({ storage }), 60) : (LONG_AGO[0] ?? "");
            const headers = { ...write.headers, "if-unmodified-since": date };
            assert.equal((await send({ ...write, headers })).status, 412, write.method);
            const found = await storage.list("i");
            assert.deepEqual(
              found.map(({ inline }) => String(Buffer.from(inline ?? []))),
              ["old"],
            );
          },
          { storage },
        );
      }
    }
  });

  test("do not touch a large value for a client that does not get it", async () => {
    const storage = faultyStorage(new MemoryStorage());
    const content = Buffer.alloc(100_000, "x");
    const [record] = await storage.apply("i", [
      { op: "put", name: "v", type: "String", valueInfo: {}, content },
    ]);
    assert.ok(record);
    await withService(
      async ({ send }) => {
        for (const path of [VARIABLE, `/variable-instance/${VARIABLE_ID}`]) {
          for (const [headers, status] of [
            [{ "if-modified-since": dateOf(record) }, 304],
            [{ "if-unmodified-since": dateOf(record, -1) }, 412],
          ] as const) {
            assert.equal((await send({ path, headers })).status, status);
          }
        }
        assert.equal(storage.calls.open, 0);
      },
      { storage },
    );
  });

  test("need no date in a 204, which has the exact version", () =>
    withService(async ({ send }) => {
      for (const write of WRITES) {
        const { headers } = await send(write);
        assert.equal(headers["last-modified"], undefined);
      }
      const path = "/process-instance/i/variables";
      const list = await send({ path, headers: JSON_TYPE });
      assert.equal(list.headers["last-modified"], undefined);
    }));
});
