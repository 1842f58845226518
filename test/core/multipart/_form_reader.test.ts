import assert from "node:assert/strict";
import { FormReader } from "../../../core/multipart/_form_reader.ts";
import { MultipartSyntaxError } from "../../../core/multipart/multipart_syntax_error.ts";
import { parseMultipart } from "../../../core/multipart/parse_multipart.ts";
import { sourceOf } from "../../support/chunked.ts";
import { utf8 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const test = suite("FormReader");

const HEAD = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n';
const options = { boundary: "b" };

/** Reads the next chunk of a form. */
function pulled(form: FormReader): Promise<void> {
  return new Promise((resolve) => form.pull(resolve));
}

/** A source whose `return` throws instead of returning a promise. */
function leftWithException(chunk: Uint8Array): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: chunk }),
      return: () => {
        throw new Error("Cannot leave");
      },
    }),
  };
}

test("reads a chunk when asked, and keeps what was found before an error", async () => {
  const form = new FormReader(sourceOf([utf8(`${HEAD}x`), utf8("y\r\n--b\n")]), options);
  assert.equal(form.take(), undefined);
  await pulled(form);
  const head = form.take();
  assert(head !== undefined && head !== null && "name" in head);
  assert.equal(head.name, "a");
  assert.deepEqual(form.take(), utf8("x"));
  assert.equal(form.take(), undefined);
  assert(!form.ended);
  await pulled(form);
  assert(form.ended);
  assert.deepEqual(form.take(), utf8("y"));
  assert.equal(form.take(), undefined);
  assert(form.failure?.error instanceof MultipartSyntaxError);
});

test("shares one reading among all calls, and calls back the last", async () => {
  const form = new FormReader(sourceOf([utf8("--b"), utf8("--")]), options);
  form.pull(() => assert.fail("This call does not wait any more"));
  await pulled(form);
  assert(!form.ended);
  await pulled(form);
  await pulled(form);
  assert(form.ended);
  assert.equal(form.failure, undefined);
});

test("drops what was read, and what comes later, when it is given up", async () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const form = new FormReader(source(), options);
  await pulled(form);
  const pulling = pulled(form);
  await form.cancel();
  assert.equal(form.take(), undefined);
  open();
  await pulling;
  assert.equal(form.take(), undefined);
  assert(form.ended);
  assert.equal(form.failure, undefined);

  async function* source() {
    yield utf8(`${HEAD}x`);
    await opened;
    yield utf8("y\r\n--b--");
  }
});

test("does not wait for a source that never answers when it is given up", async () => {
  const form = parseMultipart(silent(), options);
  await form.next();
  const waiting = form.next();
  assert(form.return);
  assert.deepEqual(await form.return(), { done: true, value: undefined });
  assert.deepEqual(await waiting, { done: true, value: undefined });

  async function* silent() {
    yield utf8(HEAD);
    await new Promise(() => {});
  }
});

test("tells of its error though the source cannot be left", async () => {
  const form = parseMultipart(leftWithException(utf8("--b\n")), options);
  await assert.rejects(form.next(), MultipartSyntaxError);
  await assert.rejects(form.next(), MultipartSyntaxError);
});

test("passes on what a source throws when it is given up", async () => {
  const form = parseMultipart(leftWithException(utf8(HEAD)), options);
  await form.next();
  assert(form.return);
  await assert.rejects(form.return(), { message: "Cannot leave" });
  assert.deepEqual(await form.next(), { done: true, value: undefined });
});
