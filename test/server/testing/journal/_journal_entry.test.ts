import assert from "node:assert/strict";
import { ClientAbortError } from "../../../../core/rest/errors/client_abort_error.ts";
import type { RestResponse } from "../../../../core/rest/rest_response.ts";
import { Journal } from "../../../../server/testing/journal/_journal.ts";
import { suite } from "../../../support/suite.ts";
import { beginEntry as begin, bodyOf, chunksOf, madeCall, readBody as read } from "./_made_call.ts";

const test = suite("journal entry");

const NO_CONTENT: RestResponse = { status: 204, headers: {}, body: undefined };

test("records a body while it is read, and keeps copies", async () => {
  const entry = begin({ method: "POST", target: "/message", body: chunksOf('{"a":', "12}") });
  assert.equal((await read(entry)).length, 8);
  const { recorded } = entry;
  assert.equal(recorded.bodyRead, "whole");
  assert.equal(recorded.bodySize, 8);
  assert.equal(recorded.text(), '{"a":12}');
  assert.deepEqual(recorded.json(), { a: 12 });
  assert.deepEqual([...recorded.bytes()].length, 8);
  assert.equal(recorded.form, undefined);
});

test("gives what was read so far", async () => {
  const entry = begin({ method: "POST", body: chunksOf("a", "b") });
  for await (const _ of bodyOf(entry)) {
    assert.equal(entry.recorded.text(), "a");
    break;
  }
  assert.equal(entry.recorded.bodyRead, "part");
  assert.equal(entry.recorded.text(), "a");
});

test("does not touch a body that nobody reads", () => {
  const body = {
    [Symbol.asyncIterator](): never {
      throw new Error("opened");
    },
  };
  const entry = begin({ method: "POST", target: "/message", body });
  entry.answer({ ...NO_CONTENT, status: 415 });
  assert.equal(entry.recorded.bodyRead, "none");
  assert.throws(() => entry.recorded.text(), {
    message:
      "Cannot give the body of POST /message: the engine has read nothing of it; the request is answered with 415",
  });
});

test("passes on each error of a body as it is, and ends it early as its reader does", async () => {
  const fault = new ClientAbortError();
  const seen: string[] = [];
  const failing = (fails: boolean) => ({
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        seen.push("next");
        if (fails) throw fault;
        return { done: false as const, value: Buffer.from("a") };
      },
      return: async () => {
        seen.push("return");
        return { done: true as const, value: undefined };
      },
    }),
  });
  await assert.rejects(read(begin({ body: failing(true) })), (error) => error === fault);
  assert.deepEqual(seen, ["next"]);
  for await (const _ of bodyOf(begin({ body: failing(false) }))) break;
  assert.deepEqual(seen, ["next", "next", "return"]);
});

test("reads every kind of body", async () => {
  for (const body of [Buffer.from("abc"), new Blob(["abc"]), new Blob(["abc"]).stream()]) {
    const entry = begin({ method: "POST", body });
    assert.equal(String(await read(entry)), "abc");
    assert.equal(entry.recorded.text(), "abc");
  }
  const empty = begin({ method: "POST", body: null });
  assert.equal((await read(empty)).length, 0);
  assert.equal(empty.recorded.bodyRead, "whole");
  assert.equal(empty.recorded.text(), "");
});

test("keeps a body of exactly the limit", async () => {
  const entry = begin({ body: chunksOf("abcd") }, { maxBodyBytes: 4 });
  await read(entry);
  assert.equal(entry.recorded.text(), "abcd");
});

test("records an answer that is here whole, and sends it as it is", () => {
  const entry = begin({ target: "/a" });
  const body = Buffer.from('{"count":2}');
  const response = { status: 200, headers: { "Content-Type": "application/json" }, body };
  assert.equal(entry.answer(response), response);
  const { response: recorded } = entry.recorded;
  body.fill(0);
  assert.equal(recorded?.bodySize, 11);
  assert.deepEqual(recorded?.json(), { count: 2 });
  assert.equal(recorded?.text(), '{"count":2}');
  const other = begin({ target: "/a" });
  other.answer({ ...response, body: Buffer.from("{") });
  assert.throws(
    () => other.recorded.response?.json(),
    /^Error: Cannot parse the answer to GET \/a: it is not JSON/,
  );
});

test("is aborted by a reset", () => {
  let resets = 0;
  const entry = begin({ reset: () => void resets++ });
  entry.call.reset();
  assert.equal(resets, 1);
  assert.equal(entry.recorded.state, "aborted");
  assert.equal(typeof entry.recorded.durationMs, "number");
  assert.equal(entry.answer(NO_CONTENT), NO_CONTENT);
  assert.equal(entry.recorded.status, undefined);
});

test("is aborted if the client is gone when it is answered", () => {
  const entry = begin({ signal: AbortSignal.abort() });
  assert.equal(entry.answer(NO_CONTENT), NO_CONTENT);
  assert.equal(entry.recorded.state, "aborted");
});

test("passes on all else of the request", () => {
  const call = madeCall({ method: "PUT", target: "/a?b", headers: { accept: "x" } });
  const entry = new Journal({}, () => 0).begin(call);
  const { request, headers, target } = entry.call;
  assert.equal(request.method, "PUT");
  assert.equal(request.target, "/a?b");
  assert.equal(request.header("accept"), "x");
  assert.equal(request.signal, call.request.signal);
  assert.equal(headers, call.headers);
  assert.equal(target, call.target);
});
