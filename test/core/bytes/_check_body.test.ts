import assert from "node:assert/strict";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { checkBodyChunk } from "../../../core/bytes/_check_body.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkBodyChunk()");

const GONE = {
  name: "TypeError",
  message:
    "Cannot read the body: it yields bytes whose buffer was transferred or resized; leave it alone until the body has been read, or yield a copy",
};

/** Bytes whose buffer was transferred. */
function detached(): Uint8Array {
  const bytes = new Uint8Array(3);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

test("accepts bytes, also none", () => {
  for (const chunk of [new Uint8Array(3), new Uint8Array(0), Buffer.from("x"), Buffer.alloc(0)]) {
    checkBodyChunk(chunk);
  }
});

test("refuses bytes whose buffer was transferred", () => {
  assert.throws(() => checkBodyChunk(detached()), GONE);
});

test("keeps a value from losing bytes in silence", async () => {
  await using storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  async function* content() {
    yield new Uint8Array(3);
    yield detached();
  }
  await assert.rejects(variables.set("1", "x", { content: content() }), GONE);
  await assert.rejects(variables.set("1", "x", { value: detached() }), GONE);
  const head = '--B\r\nContent-Disposition: form-data; name="data"\r\n\r\nx';
  async function* form() {
    yield Buffer.from(head);
    yield detached();
    yield Buffer.from("\r\n--B--\r\n");
  }
  const contentType = "multipart/form-data; boundary=B";
  await assert.rejects(variables.setFromForm("1", "x", { contentType, body: form() }), GONE);
  assert.equal(await variables.stat("1", "x"), undefined);
});
