/** A storage that fails, above all one that cannot be reached for a while: what clients and the log are told. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { MemoryStorage } from "../../adapters/memory.ts";
import { StorageError, type StorageErrorCode } from "../../core/storage/storage_error.ts";
import { faultyStorage } from "../../server/testing/faulty_storage/faulty_storage.ts";
import type { StorageFault } from "../../server/testing/faulty_storage/storage_faults.ts";
import { putBytes } from "../support/filesystem_store.ts";
import { fromAsync } from "../support/from_async.ts";
import type { WireRequest } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { bindings } from "./_matrix.ts";

const VARIABLES = "/process-instance/i/variables";
const LARGE = Buffer.alloc(1_000_000, "0123456789");
const JSON_TYPE = { "content-type": "application/json" };
const UPLOAD: WireRequest = {
  method: "POST",
  path: `${VARIABLES}/large/data`,
  headers: { "content-type": FORM_TYPE },
  body: form({ name: "data", content: LARGE }),
};
const SMALL: WireRequest = {
  method: "PUT",
  path: `${VARIABLES}/v`,
  headers: JSON_TYPE,
  body: '{"value":1}',
};

const REQUESTS: readonly WireRequest[] = [
  SMALL,
  UPLOAD,
  { method: "POST", path: VARIABLES, headers: JSON_TYPE, body: '{"deletions":["v"]}' },
  { method: "DELETE", path: `${VARIABLES}/v` },
  { method: "DELETE", path: "/process-instance/i" },
  ...["GET", "HEAD"].flatMap((method) =>
    [
      VARIABLES,
      `${VARIABLES}/v`,
      `${VARIABLES}/v/data`,
      "/process-instance",
      "/process-instance/count",
      "/variable-instance",
      "/variable-instance/aQB2",
      "/variable-instance/aQB2/data",
    ].map((path) => ({ method, path })),
  ),
];

/** The failures of an adapter whose database cannot be reached. */
const AWAY: StorageFault = {
  error: new StorageError("unavailable", "Cannot reach db1.internal", {
    cause: new Error("connect ECONNREFUSED db1.internal:5432"),
  }),
};

bindings("a storage that cannot be reached", (test, withService) => {
  test("is a 503 that says when to try again and names no host; the log has the reason", async () => {
    const storage = faultyStorage(new MemoryStorage(), {
      apply: AWAY,
      stat: AWAY,
      open: AWAY,
      list: AWAY,
      instances: AWAY,
      query: AWAY,
    });
    await withService(
      async ({ send, logged }) => {
        for (const request of REQUESTS) {
          const what = `${request.method} ${request.path}`;
          const { status, headers, body } = await send(request);
          assert.deepEqual([status, headers["retry-after"]], [503, "2"], what);
          if (request.method === "HEAD") continue;
          const type = "ServiceUnavailableException";
          const message = "Cannot reach the storage now: try again";
          assert.deepEqual(JSON.parse(body.toString()), { type, message, code: null }, what);
        }
        assert.equal(logged.length, REQUESTS.length);
        for (const { level, fields } of logged) {
          assert.equal(level, "error");
          assert.match(inspect(fields["fault"]), /'unavailable'.*ECONNREFUSED db1\.internal/s);
        }
        storage.setFaults({});
        const { status, headers } = await send(UPLOAD);
        assert.deepEqual([status, headers["retry-after"]], [204, undefined]);
      },
      { storage },
    );
  });

  test("and may have stored a change says so, and has it whole if it has", async () => {
    const storage = faultyStorage(new MemoryStorage(), {
      apply: { error: "unavailable", afterChange: true },
    });
    await withService(
      async ({ send }) => {
        for (const request of [SMALL, UPLOAD]) {
          const { status, headers, body } = await send(request);
          assert.deepEqual([status, headers["retry-after"]], [503, "2"]);
          assert.equal(
            JSON.parse(body.toString()).message,
            "Cannot reach the storage now: the change may have been stored; read it before you try again",
          );
        }
        const { body } = await send({ path: `${VARIABLES}/large/data` });
        assert.ok(body.equals(LARGE));
      },
      { storage },
    );
  });
});

const CODES: readonly StorageErrorCode[] = ["closed", "corrupt", "gone", "unavailable", "io"];

bindings("an answer that has begun", (test, withService) => {
  test("breaks off at any failure of the storage, and never ends short", async () => {
    const storage = faultyStorage(new MemoryStorage());
    await storage.apply("i", [putBytes("large", LARGE)]);
    const small = Array.from({ length: 5_000 }, (_, at) => putBytes(`v${at}`, Buffer.alloc(99)));
    await storage.apply("j", small);
    await withService(
      async ({ open, logged }) => {
        let broken = 0;
        for (const code of CODES) {
          for (const [path, fields] of [
            [`${VARIABLES}/large/data`, {}],
            [`${VARIABLES}/large/data`, { range: "bytes=100000-" }],
            [`${VARIABLES}/large`, {}],
            ["/process-instance/j/variables", {}],
            ["/variable-instance?processInstanceIdIn=j", {}],
          ] as const) {
            const what = `${code}: ${path} ${JSON.stringify(fields)}`;
            // In the middle: of a content after its first 200 KB, of a list after most of its pages.
            storage.setFaults({
              read: { error: code, afterBytes: 200_000 },
              list: { error: code, nth: 4 },
              query: { error: code, nth: 4 },
            });
            const { status, body } = await open({ path, headers: fields });
            assert.equal(status, "range" in fields ? 206 : 200, what);
            await assert.rejects(fromAsync(body), what);
            assert.equal(logged.length, ++broken, what);
            assert.match(inspect(logged.at(-1)?.fields["fault"]), new RegExp(`'${code}'`), what);
          }
        }
      },
      { storage },
    );
  });
});
