import assert from "node:assert/strict";
import { ClientAbortError } from "../../../../core/rest/errors/client_abort_error.ts";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";

const test = suite("the client of a Fetch request");
const never = new Promise<never>(() => {});

test("is there until its request is aborted", async () => {
  const controller = new AbortController();
  const client = new Client(controller.signal);
  assert.equal(await client.waitFor(() => Promise.resolve(1)), 1);
  await assert.rejects(
    client.waitFor(() => Promise.reject(new RangeError())),
    RangeError,
  );
  const waits = [client.waitFor(() => never), client.waitFor(() => never)];
  assert.equal(client.signal.aborted, false);
  controller.abort(new Error("another reason"));
  for (const wait of waits) await assert.rejects(wait, ClientAbortError);
  assert.ok(client.signal.reason instanceof ClientAbortError);
});

test("has gone from the first if its request was aborted before", async () => {
  const client = new Client(AbortSignal.abort());
  assert.equal(client.signal.aborted, true);
  await assert.rejects(
    client.waitFor(() => never),
    ClientAbortError,
  );
  const asked = client.waitFor(() => assert.fail("asked for somebody who has gone"));
  await assert.rejects(asked, ClientAbortError);
});

test("leaves unheard behind it what fails later", async () => {
  const client = new Client(new AbortController().signal);
  let fail = (_: Error) => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const waits = client.waitFor(() => failure);
  client.leave();
  await assert.rejects(waits, ClientAbortError);
  // If nobody handled this rejection, the process would end.
  fail(new Error("too late"));
  await manyTurns();
});
