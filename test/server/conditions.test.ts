import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import { faultyStorage } from "../../server/testing/faulty_storage/faulty_storage.ts";
import { bindings, matrix, type ServiceUnderTest } from "./_matrix.ts";
import { JSON_TYPE, READS, VARIABLE, VARIABLE_ID, WRITES } from "./_variable_requests.ts";

/** Conditions; whether they hold for a variable of version `V`; whether they hold if the variable does not exist. */
const CONDITIONS: readonly (readonly [
  headers: Readonly<Record<string, string>>,
  there: boolean,
  absent: boolean,
])[] = [
  [{ "if-match": '"V"' }, true, false],
  [{ "if-match": '"x", "V"' }, true, false],
  [{ "if-match": "*" }, true, false],
  [{ "if-match": '"x"' }, false, false],
  [{ "if-match": 'W/"V"' }, false, false],
  [{ "if-none-match": '"x"' }, true, true],
  [{ "if-none-match": '"V"' }, false, true],
  [{ "if-none-match": 'W/"V"' }, false, true],
  [{ "if-none-match": "*" }, false, true],
  [{ "if-match": '"V"', "if-none-match": '"x"' }, true, false],
  [{ "if-match": '"V"', "if-none-match": '"V"' }, false, false],
  [{ "if-match": '"x"', "if-none-match": '"x"' }, false, false],
];

async function store({ storage }: ServiceUnderTest): Promise<string> {
  const content = Buffer.from("old");
  const [record] = await storage.apply("i", [
    { op: "put", name: "v", type: "Bytes", valueInfo: {}, content },
  ]);
  return record?.version ?? "";
}

function about(headers: Readonly<Record<string, string>>, version: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll("V", version)]),
  );
}

matrix("conditions", (test, withService) => {
  test("decide whether a read answers 200, 304 or 412", () =>
    withService(async (service) => {
      const version = await store(service);
      for (const path of READS) {
        for (const [headers, holds] of CONDITIONS) {
          for (const method of ["GET", "HEAD"]) {
            const given = about(headers, version);
            const answer = await service.send({ method, path, headers: given });
            const isMatched =
              !("if-match" in headers) || /V"(?<!W\/"V")|\*/.test(headers["if-match"] ?? "");
            const expected = holds ? 200 : isMatched ? 304 : 412;
            assert.equal(answer.status, expected, `${method} ${path} ${JSON.stringify(headers)}`);
            if (expected === 412) continue;
            assert.equal(answer.headers.etag, `"${version}"`);
            assert.equal(answer.headers["cache-control"], "no-cache");
            if (expected === 304) assert.equal(answer.body.length, 0);
          }
        }
      }
    }));

  test("are refused on a write of several variables, which would not look at them", () =>
    withService(async (service) => {
      await store(service);
      const kept = await service.storage.stat("i", "v");
      for (const [field, header] of [
        ["If-Match", { "if-match": '"x"' }],
        ["If-None-Match", { "if-none-match": "*" }],
        ["If-Unmodified-Since", { "if-unmodified-since": "Sun, 06 Nov 1994 08:49:37 GMT" }],
      ] as const) {
        const body = '{"modifications":{"v":{"value":1}}}';
        for (const write of [
          { method: "POST", path: "/process-instance/i/variables", headers: JSON_TYPE, body },
          { method: "DELETE", path: "/process-instance/i", headers: {} },
        ]) {
          const headers = { ...write.headers, ...header };
          const { status, body: answer } = await service.send({ ...write, headers });
          assert.equal(status, 400);
          assert.match(
            answer.toString(),
            new RegExp(`Cannot hold '${field}' on a write of several`),
          );
          assert.deepEqual(await service.storage.stat("i", "v"), kept);
        }
      }
    }));

  test("decide whether a write is done", () =>
    withService(async (service) => {
      const { send, storage } = service;
      for (const write of WRITES) {
        for (const [headers, there, absent] of CONDITIONS) {
          for (const isThere of [true, false]) {
            await storage.apply("i", [{ op: "clear" }]);
            const version = isThere ? await store(service) : "V";
            const given = { ...write.headers, ...about(headers, version) };
            const { status, body } = await send({ ...write, headers: given });
            const holds = isThere ? there : absent;
            const what = `${write.method} ${JSON.stringify(headers)} ${isThere}`;
            assert.equal(status, holds ? 204 : 412, what);
            if (holds) continue;
            const { type, code } = JSON.parse(body.toString());
            assert.deepEqual([type, code], ["OptimisticLockingException", 1]);
            const found = await storage.stat("i", "v");
            assert.equal(found?.version, isThere ? version : undefined, what);
          }
        }
      }
    }));

  test("follow from write to write without a read", () =>
    withService(async ({ send, storage }) => {
      let version = "";
      for (let round = 0; round < 2; round++) {
        for (const write of WRITES.filter(({ method }) => method !== "DELETE")) {
          const condition = version === "" ? {} : { "if-match": version };
          const answer = await send({ ...write, headers: { ...write.headers, ...condition } });
          assert.equal(answer.status, 204);
          assert.notEqual(answer.headers.etag, version);
          version = answer.headers.etag ?? "";
          assert.equal(version, `"${(await storage.stat("i", "v"))?.version}"`);
        }
      }
    }));

  test("have no version to hold when nothing, or more than one variable, was stored", () =>
    withService(async ({ send }) => {
      for (const write of [
        {
          method: "PUT",
          path: VARIABLE,
          headers: JSON_TYPE,
          body: '{"value":"x","valueInfo":{"transient":true}}',
        },
        {
          method: "POST",
          path: "/process-instance/i/variables",
          headers: JSON_TYPE,
          body: '{"modifications":{"w":{"value":1}}}',
        },
        { method: "DELETE", path: VARIABLE },
        { method: "DELETE", path: "/process-instance/i" },
      ]) {
        const { status, headers } = await send(write);
        assert.deepEqual([status, headers.etag], [204, undefined]);
      }
    }));

  test("are refused when they are no entity tags", () =>
    withService(async (service) => {
      await store(service);
      for (const name of ["if-match", "if-none-match"]) {
        for (const path of READS) {
          const { status, body } = await service.send({ path, headers: { [name]: "v1" } });
          assert.equal(status, 400);
          assert.match(body.toString(), /double quotes/);
        }
        for (const write of WRITES) {
          const headers = { ...write.headers, [name]: '"v1' };
          assert.equal((await service.send({ ...write, headers })).status, 400);
        }
      }
    }));

  test("on what is not there are not looked at by reads", () =>
    withService(async ({ send }) => {
      for (const path of READS) {
        const { status } = await send({ path, headers: { "if-match": '"x"' } });
        assert.equal(status, 404, path);
      }
    }));
});

bindings("reads of JSON", (test, withService) => {
  test("do not touch a large value for a client that does not get it", async () => {
    const storage = faultyStorage(new MemoryStorage());
    const content = Buffer.alloc(100_000, "x");
    const [record] = await storage.apply("i", [
      { op: "put", name: "v", type: "String", valueInfo: {}, content },
    ]);
    const version = `"${record?.version}"`;
    await withService(
      async ({ send }) => {
        let opened = 0;
        for (const path of [VARIABLE, `/variable-instance/${VARIABLE_ID}`]) {
          for (const [method, headers, status] of [
            ["GET", { "if-none-match": version }, 304],
            ["GET", { "if-none-match": "*" }, 304],
            ["GET", { "if-match": '"x"' }, 412],
            ["HEAD", { "if-none-match": version }, 304],
            ["HEAD", { "if-match": '"x"' }, 412],
            ["HEAD", {}, 200],
            ["HEAD", { "if-none-match": '"x"' }, 200],
          ] as const) {
            const answer = await send({ path, method, headers });
            assert.equal(answer.status, status, `${method} ${JSON.stringify(headers)}`);
            if (status === 412) continue;
            assert.equal(answer.headers.etag, version);
            assert.equal(answer.headers["content-length"], undefined);
          }
          assert.equal(storage.calls.open, opened);
          const whole = await send({ path, headers: { "if-none-match": '"x"' } });
          assert.equal(whole.status, 200);
          assert.ok(whole.body.length > content.length);
          assert.equal(storage.calls.open, ++opened);
        }
      },
      { storage },
    );
  });

  test("tell the length of what is small to HEAD, too", () =>
    withService(async ({ send, storage }) => {
      await storage.apply("i", [
        { op: "put", name: "v", type: "String", valueInfo: {}, content: Buffer.from("x") },
        { op: "put", name: "f", type: "File", valueInfo: {}, content: Buffer.alloc(100_000) },
      ]);
      for (const path of [VARIABLE, "/process-instance/i/variables/f"]) {
        const { body } = await send({ path });
        const { headers } = await send({ path, method: "HEAD" });
        assert.equal(headers["content-length"], String(body.length));
      }
      const absent = await send({ path: "/process-instance/i/variables/none", method: "HEAD" });
      assert.equal(absent.status, 404);
    }));
});
