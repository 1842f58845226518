import assert from "node:assert/strict";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import { withOneStorage } from "../server/_storages.ts";
import { withServer } from "../server/_with_server.ts";
import { fromAsync } from "../support/from_async.ts";
import { suite } from "../support/suite.ts";
import { type Refused, type Stored, UPLOADS, type Upload } from "./uploads.ts";

const test = suite("uploads");

const PATH = "/engine-rest/process-instance/i/variables/v/data";

for (const upload of UPLOADS) {
  const { client, path = PATH, boundary, headers, server, outcome } = upload;
  const { contentType = `multipart/form-data; boundary=${boundary}` } = upload;
  const send = async (storage: VariableStorage) => {
    const javaTypes = (server?.javaTypes ?? []).map((name) => ({ name }));
    const variables = new ProcessVariables({ storage, ...server, javaTypes });
    await withServer(
      async ({ url, logged }) => {
        const answer = await fetch(url + path, {
          method: "POST",
          headers: { ...headers, "content-type": contentType },
          body: encode(upload),
        });
        if ("stored" in outcome) await checkStored(answer, outcome, upload, storage);
        else await checkRefused(answer, outcome, storage);
        const hints = "stored" in outcome ? (outcome.hints ?? []) : [];
        const fields = { instanceId: "i", name: "v" };
        const lines = hints.map((message) => ({ level: "debug", message, fields }));
        const others = logged.filter(({ message }) => message !== "Refuses a request");
        assert.deepEqual(others, lines);
        assert.equal(logged.length - others.length, "stored" in outcome ? 0 : 1);
      },
      { storage, variables },
    );
  };
  test(`of ${client}`, () => withOneStorage(send));
}

test("of this Node's own fetch", () => withOneStorage(sendByFetch));

async function sendByFetch(storage: VariableStorage): Promise<void> {
  await withServer(
    async ({ url }) => {
      const form = new FormData();
      form.append("data", new File(["bytes"], 'Grüße "x".txt', { type: "text/plain" }));
      form.append("valueType", "File");
      const { status } = await fetch(url + PATH, { method: "POST", body: form });
      assert.equal(status, 204);
      const record = await storage.stat("i", "v");
      assert.deepEqual(record?.valueInfo, { filename: 'Grüße "x".txt', mimeType: "text/plain" });
    },
    { storage, variables: new ProcessVariables({ storage }) },
  );
}

function encode({ boundary, parts, charset = "utf8" }: Upload): Buffer {
  const pieces = parts.flatMap(({ lines, content }) => [
    Buffer.from(`--${boundary}\r\n${lines.join("\r\n")}\r\n\r\n`, charset),
    Buffer.from(`${content}\r\n`, "latin1"),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

async function checkStored(
  answer: Response,
  { stored, valueInfo, deprecated }: Stored,
  { parts }: Upload,
  storage: VariableStorage,
): Promise<void> {
  assert.deepEqual([answer.status, await answer.text()], [204, ""]);
  assert.equal(answer.headers.get("deprecation"), deprecated ? "@1412121600" : null);
  const variable = await storage.open("i", "v");
  assert.ok(variable);
  const { type, valueInfo: info } = variable.record;
  assert.deepEqual({ type, info }, { type: stored, info: valueInfo });
  const data = parts.findLast(({ lines }) => lines.some((line) => /\bname="?data\b/.test(line)));
  const kept = Buffer.concat(await fromAsync(variable.read()));
  assert.equal(kept.toString("latin1"), data?.content);
}

async function checkRefused(
  answer: Response,
  refused: Refused,
  storage: VariableStorage,
): Promise<void> {
  const { type, message, code } = JSON.parse(await answer.text());
  assert.deepEqual([answer.status, type, code], [refused.status, refused.type, null]);
  assert.match(message, refused.message);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(await storage.stat("i", "v"), undefined);
}
