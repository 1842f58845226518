import assert from "node:assert/strict";
import { matrix, type ServiceUnderTest } from "./_matrix.ts";

const PATH = "/process-instance/i/variables/v/data";

const CONTENTS = {
  inline: Buffer.from("0123456789"),
  streamed: Buffer.alloc(200_000, "0123456789"),
} as const;

async function store({ storage }: ServiceUnderTest, content: Buffer): Promise<string> {
  const [record] = await storage.apply("i", [
    { op: "put", name: "v", type: "File", valueInfo: { filename: "f" }, content },
  ]);
  return record?.version ?? "";
}

matrix("ranges", (test, withService) => {
  for (const [name, content] of Object.entries(CONTENTS)) {
    const { length } = content;

    test(`of ${name} bytes are answered with 206, and only those`, () =>
      withService(async (service) => {
        const version = await store(service, content);
        for (const [range, start, end] of [
          ["bytes=0-0", 0, 1],
          ["bytes=2-4", 2, 5],
          [`bytes=${length - 3}-`, length - 3, length],
          ["bytes=-4", length - 4, length],
          [`bytes=-${length + 1}`, 0, length],
          [`bytes=1-${length + 5}`, 1, length],
        ] as const) {
          const { status, headers, body } = await service.send({ path: PATH, headers: { range } });
          assert.equal(status, 206, range);
          assert.equal(headers["content-range"], `bytes ${start}-${end - 1}/${length}`);
          assert.equal(headers["content-length"], String(end - start));
          assert.deepEqual(
            [headers.etag, headers["accept-ranges"], headers["content-type"]],
            [`"${version}"`, "bytes", "application/octet-stream"],
          );
          assert.ok(body.equals(content.subarray(start, end)), range);
        }
      }));

    test(`of ${name} bytes are not looked at by HEAD, nor if there are several, nor of another version`, () =>
      withService(async (service) => {
        const version = await store(service, content);
        for (const headers of [
          { range: "bytes=0-1,3-4" },
          { range: "bytes=4-3" },
          { range: "lines=0-1" },
          { range: "bytes=0-1", "if-range": '"other"' },
          { range: "bytes=0-1", "if-range": `W/"${version}"` },
        ]) {
          const answer = await service.send({ path: PATH, headers });
          assert.equal(answer.status, 200, JSON.stringify(headers));
          assert.equal(answer.headers["content-range"], undefined);
          assert.ok(answer.body.equals(content));
        }
        const headers = { range: "bytes=0-1" };
        const head = await service.send({ method: "HEAD", path: PATH, headers });
        assert.deepEqual([head.status, head.headers["content-length"]], [200, String(length)]);
        const fitting = { ...headers, "if-range": `"${version}"` };
        assert.equal((await service.send({ path: PATH, headers: fitting })).status, 206);
      }));

    test(`of ${name} bytes that are not there are answered with 416`, () =>
      withService(async (service) => {
        await store(service, content);
        for (const range of [`bytes=${length}-`, "bytes=-0"]) {
          const { status, headers, body } = await service.send({ path: PATH, headers: { range } });
          assert.deepEqual([status, headers["content-range"]], [416, `bytes */${length}`]);
          assert.equal(headers["content-type"], "application/json");
          assert.deepEqual(Object.keys(JSON.parse(body.toString())), ["type", "message", "code"]);
        }
      }));
  }

  test("come after conditions", () =>
    withService(async (service) => {
      const version = await store(service, CONTENTS.inline);
      const range = "bytes=0-1";
      for (const [name, tag, status] of [
        ["if-match", '"other"', 412],
        ["if-none-match", `"${version}"`, 304],
        ["if-match", `"${version}"`, 206],
      ] as const) {
        const answer = await service.send({ path: PATH, headers: { range, [name]: tag } });
        assert.equal(answer.status, status);
      }
    }));
});
