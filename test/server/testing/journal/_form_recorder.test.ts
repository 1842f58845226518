import assert from "node:assert/strict";
import { Journal } from "../../../../server/testing/journal/_journal.ts";
import { suite } from "../../../support/suite.ts";
import { FORM_TYPE, form } from "../../_form.ts";
import { beginEntry as begin, bodyOf, madeCall, readBody as read } from "./_made_call.ts";

const test = suite("form recorder");

test("lists the parts of a form, and gives their contents", async () => {
  const body = form(
    { name: "data", content: "old", filename: "a.txt" },
    { name: "data", content: '{"a":1}', filename: "b.json", contentType: "application/json" },
    { name: "valueType", content: "Json", contentType: "text/plain" },
    { name: "note", content: "" },
  );
  const headers = { "content-type": FORM_TYPE };
  for (const step of [1, 7, body.length]) {
    const entry = begin({ method: "POST", target: "/a", headers, body: cut(body, step) });
    assert.deepEqual(entry.recorded.form, []);
    await read(entry);
    assert.deepEqual(entry.recorded.form, [
      { name: "data", filename: "a.txt", size: 3 },
      { name: "data", filename: "b.json", contentType: "application/json", size: 7 },
      { name: "valueType", contentType: "text/plain", size: 4 },
      { name: "note", size: 0 },
    ]);
    assert.equal(entry.recorded.text("valueType"), "Json");
    assert.deepEqual(entry.recorded.json("data"), { a: 1 });
    assert.equal(entry.recorded.bytes("note").length, 0);
    assert.throws(() => entry.recorded.bytes("x"), {
      message:
        "Cannot give part 'x' of the body of POST /a: there is none; it has 'data', 'data', 'valueType', 'note'",
    });
    assert.throws(
      () => entry.recorded.json("valueType"),
      /^Error: Cannot parse part 'valueType' of the body of POST \/a: it is not JSON/,
    );
  }
});

test("has the parts of a broken form up to its fault, and leaves the fault to the operation", async () => {
  const whole = form({ name: "data", content: "abc" }, { name: "valueType", content: "Bytes" });
  const broken = [
    Buffer.concat([whole.subarray(0, whole.length - 60), Buffer.from("\r\n")]),
    Buffer.from(String(whole).replace('name="valueType"', "nothing")),
  ];
  for (const body of broken) {
    const entry = begin({ method: "POST", headers: { "content-type": FORM_TYPE }, body });
    assert.equal((await read(entry)).length, body.length);
    assert.deepEqual(entry.recorded.form?.[0], { name: "data", size: 3 });
    assert.equal(entry.recorded.text("data"), "abc");
  }
});

test("has no parts of a form whose type is broken", async () => {
  for (const type of [
    "multipart/form-data",
    "multipart/form-data; boundary=b; charset=x",
    "multipart/mixed",
  ]) {
    const body = Buffer.from("--b\r\n");
    const entry = begin({ method: "POST", target: "/a", headers: { "content-type": type }, body });
    await read(entry);
    assert.deepEqual(entry.recorded.form, []);
    assert.throws(() => entry.recorded.text("data"), /there is none; it has no parts$/);
  }
  const entry = begin({ method: "POST", target: "/a", body: Buffer.from("{}") });
  await read(entry);
  assert.throws(() => entry.recorded.text("data"), /there is none; it is no form$/);
});

test("keeps nothing of a body over the limit but its size and its parts", async () => {
  const journal = new Journal({}, () => 0);
  const size = 64 * 1024 ** 2;
  const head = form({ name: "data", content: "x", filename: "a" });
  const at = head.indexOf("\r\n\r\nx") + 4;
  let mostKept = 0;
  async function* upload(): AsyncGenerator<Uint8Array, undefined> {
    yield head.subarray(0, at);
    const chunk = Buffer.alloc(65_536);
    for (let sent = 0; sent < size; sent += chunk.length) {
      yield chunk;
      mostKept = Math.max(mostKept, journal.keptBytes);
    }
    yield head.subarray(at + 1);
    return undefined;
  }
  const entry = journal.begin(
    madeCall({
      method: "POST",
      target: "/a",
      headers: { "content-type": FORM_TYPE },
      body: upload(),
    }),
  );
  for await (const _ of bodyOf(entry));
  assert.deepEqual(entry.recorded.form, [{ name: "data", filename: "a", size }]);
  assert.equal(entry.recorded.bodySize, size + head.length - 1);
  assert.ok(mostKept <= 1024 ** 2, String(mostKept));
  assert.equal(journal.keptBytes, 0);
  assert.throws(() => entry.recorded.bytes(), {
    message: `Cannot give the body of POST /a: ${size + head.length - 1} bytes of it came, and the journal keeps at most 1048576 of each; raise 'journal.maxBodyBytes'`,
  });
});

/** Cuts bytes into chunks of a size. */
async function* cut(bytes: Buffer, step: number): AsyncGenerator<Uint8Array, undefined> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  return undefined;
}
