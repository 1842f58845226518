/** What only a page shows: the parser on bodies of the browser's own, and the Fetch handler in a service worker. */
import assert from "node:assert/strict";
import { parseBoundary, parseMultipart } from "../../../core/mod.ts";
import { suite } from "../../support/suite.ts";

const LARGE = 20 * 1024 * 1024;
const API = "/api/camunda";
const DATA = `${API}/process-instance/p/variables/v/data`;

const bytes = Uint8Array.from({ length: LARGE }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);

function fileForm(): FormData {
  const form = new FormData();
  form.append("valueType", "File");
  form.append("data", new Blob([bytes]), "ä.bin");
  return form;
}

/** Names, file names and sizes of the parts, and whether the content of the last is the one that was sent. */
async function read({ headers, body }: Request | Response): Promise<readonly unknown[]> {
  const boundary = parseBoundary(headers.get("Content-Type"));
  const parts: unknown[] = [];
  let isSame = false;
  for await (const part of parseMultipart(body, { boundary })) {
    const content = new Uint8Array(LARGE);
    let size = 0;
    for await (const chunk of part.body) {
      content.set(chunk, size);
      size += chunk.length;
    }
    isSame = same(content, bytes);
    parts.push([part.name, part.filename, size]);
  }
  return [...parts, isSame];
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

const EXPECTED = [["valueType", undefined, 4], ["data", "ä.bin", LARGE], true];

const parser = suite("parseMultipart() in a page");

parser("reads the body of a fetch as it comes from the network", async () => {
  const answer = await fetch("/echo", { method: "POST", body: fileForm() });
  assert.deepEqual(await read(answer), EXPECTED);
});

parser("reads the body of a Request of a FormData", async () => {
  const request = new Request("/", { method: "POST", body: fileForm() });
  assert.deepEqual(await read(request), EXPECTED);
});

const worker = suite("the Fetch handler in a service worker");

/** Waits until the service worker answers for this page. */
async function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  const changed = new Promise((resolve) =>
    serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
  );
  await serviceWorker.register("/service_worker.js");
  if (serviceWorker.controller === null) await changed;
}

worker("takes 20 MB and gives them back, whole and in part", async () => {
  await controlled();
  const posted = await fetch(DATA, { method: "POST", body: fileForm() });
  assert.equal(posted.status, 204);
  const whole = await fetch(DATA);
  assert.equal(whole.status, 200);
  assert.ok(same(new Uint8Array(await whole.arrayBuffer()), bytes));
  const part = await fetch(DATA, { headers: { Range: "bytes=5-9" } });
  assert.deepEqual([part.status, part.headers.get("Content-Range")], [206, `bytes 5-9/${LARGE}`]);
  assert.ok(same(new Uint8Array(await part.arrayBuffer()), bytes.subarray(5, 10)));
  const head = await fetch(DATA, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

worker("holds conditions, and tells errors as the engine does", async () => {
  await controlled();
  const path = `${API}/process-instance/p/variables/n`;
  const put = (condition: Record<string, string>) =>
    fetch(path, {
      method: "PUT",
      headers: { "Content-Type": "application/json", ...condition },
      body: '{"value":1,"type":"Integer"}',
    });
  assert.equal((await put({})).status, 204);
  assert.equal((await put({ "If-None-Match": "*" })).status, 412);
  assert.equal((await put({ "If-Match": '"other"' })).status, 412);
  assert.deepEqual(await (await fetch(path)).json(), { type: "Integer", value: 1, valueInfo: {} });
  const missing = await fetch(`${API}/process-instance/p/variables/missing`);
  assert.equal(missing.status, 404);
  assert.equal((await missing.json()).type, "InvalidRequestException");
});

worker("lets go of what a download reads that is cancelled", async () => {
  await controlled();
  assert.equal((await fetch(DATA, { method: "POST", body: fileForm() })).status, 204);
  const { body } = await fetch(DATA);
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
  for (;;) {
    const { stages, versions } = await (await fetch(`${API}/held`)).json();
    if (stages === 0 && versions === 0) return;
  }
});
