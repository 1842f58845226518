/** The forms that a lenient service tolerates, and the errors of an exact service for them. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { ByteSource } from "../../../../core/bytes/byte_source.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { suite } from "../../../support/suite.ts";
import { BOUNDARY, encodeForm, inChunks } from "../../../support/variable_form.ts";

const test = suite("openForm()");

const FILE = [
  { name: "data", contentType: "text/plain; charset=ISO-8859-1", content: "x" },
  { name: "valueType", content: "File" },
];
const NO_BOUNDARY = "multipart/form-data";

test("reads a missing boundary from the first line, however it is cut", async () => {
  const form = encodeForm(FILE);
  const blanks = new TextEncoder().encode(`--${BOUNDARY} \t`);
  const blank = new Uint8Array([...blanks, ...form.subarray(BOUNDARY.length + 2)]);
  for (const bytes of [form, blank]) {
    for (const size of [Infinity, 1, 7, BOUNDARY.length + 3]) {
      for (const contentType of [NO_BOUNDARY, "Multipart/Form-Data; charset=utf-8"]) {
        const { record } = await set(true, inChunks(bytes, size), contentType);
        assert.equal(record?.size, 1);
      }
    }
  }
});

test("says what is wrong with a missing boundary, if it is not to guess", async () => {
  const unread = new ReadableStream<Uint8Array>(
    { pull: () => assert.fail() },
    { highWaterMark: 0 },
  );
  await assert.rejects(set(false, unread), {
    name: "MultipartSyntaxError",
    message:
      "Cannot read the form: a boundary is missing in its Content-Type 'multipart/form-data'; leave this header to the HTTP client, which knows the boundary",
  });
});

test("takes no other wrong content type for one without a boundary", async () => {
  const unread = new ReadableStream<Uint8Array>(
    { pull: () => assert.fail() },
    { highWaterMark: 0 },
  );
  for (const contentType of [
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary",
    `${NO_BOUNDARY}; a="`,
  ]) {
    await assert.rejects(set(true, unread, contentType), { name: "MultipartSyntaxError" });
  }
  for (const contentType of ["multipart/mixed", undefined]) {
    await assert.rejects(set(true, unread, contentType ?? null), {
      name: "UnsupportedMediaTypeError",
    });
  }
});

test("refuses a first line that is no delimiter, and ends the body", async () => {
  const lines = [
    "",
    "-",
    "--",
    "--\r\n",
    "--a \rb\r\n",
    "a\r\n--b\r\n",
    `--${"b".repeat(71)}\r\n`,
    `--${"b".repeat(5_000)}`,
    "--\u00e9\r\n",
  ];
  for (const line of lines) {
    let ended = 0;
    const body = (async function* () {
      try {
        yield* inChunks(new TextEncoder().encode(line), 100);
      } finally {
        ended++;
      }
    })();
    await assert.rejects(set(true, body), {
      name: "MultipartSyntaxError",
      message: /, and its first line is no delimiter$/,
    });
    assert.equal(ended, 1);
  }
  await assert.rejects(set(true, null), { name: "MultipartSyntaxError" });
});

test("says so of a stream that has ended, or cannot be ended, too", async () => {
  const { body } = new Response("no form");
  await assert.rejects(set(true, body), { name: "MultipartSyntaxError" });
  const stubborn = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("no form\n")),
    cancel: () => Promise.reject(new Error("Cannot cancel")),
  });
  await assert.rejects(set(true, stubborn), { name: "MultipartSyntaxError" });
});

test("ends a body whose boundary it has found", async () => {
  let ended = 0;
  const body = (async function* () {
    try {
      yield* inChunks(encodeForm([{ name: "data", content: "x".repeat(1_000) }]), 100);
    } finally {
      ended++;
    }
  })();
  const variables = new ProcessVariables({
    storage: new MemoryStorage(),
    lenient: true,
    limits: { maxValueBytes: 10 },
  });
  await assert.rejects(variables.setFromForm("p", "x", { contentType: NO_BOUNDARY, body }), {
    name: "LimitExceededError",
  });
  assert.equal(ended, 1);
});

test("names a nameless file and keeps its charset, if lenient", async () => {
  const contentType = `multipart/form-data; boundary=${BOUNDARY}`;
  const { record } = await set(true, inChunks(encodeForm(FILE), 100), contentType);
  const valueInfo = { filename: "x", mimeType: "text/plain", encoding: "ISO-8859-1" };
  assert.deepEqual(record?.valueInfo, valueInfo);
  const both = [
    { name: "data", filename: "a", contentType: "a/b; charset=c; encoding=d", content: "x" },
    { name: "valueType", content: "File" },
  ];
  for (const lenient of [true, false]) {
    const { record } = await set(lenient, inChunks(encodeForm(both), 100), contentType);
    assert.deepEqual(record?.valueInfo, { filename: "a", mimeType: "a/b", encoding: "d" });
  }
  await assert.rejects(set(false, inChunks(encodeForm(FILE), 100), contentType), {
    name: "InvalidVariableError",
  });
});

function set(lenient: boolean, body: ByteSource, contentType: string | null = NO_BOUNDARY) {
  const variables = new ProcessVariables({ storage: new MemoryStorage(), lenient });
  return variables.setFromForm("p", "x", { contentType, body });
}
