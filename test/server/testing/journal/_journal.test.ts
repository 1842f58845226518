import assert from "node:assert/strict";
import { mock } from "node:test";
import { inspect } from "node:util";
import { Journal } from "../../../../server/testing/journal/_journal.ts";
import type { JournalOptions } from "../../../../server/testing/journal/journal_options.ts";
import type { RecordedRequestFilter } from "../../../../server/testing/journal/recorded_request_filter.ts";
import { suite } from "../../../support/suite.ts";
import { type MadeCall, madeCall } from "./_made_call.ts";

const test = suite("journal");

const COMPLETE: MadeCall = {
  method: "POST",
  target: "/external-task/7/complete",
  operation: "completeExternalTaskResource",
  parameters: { id: "7" },
};

function makeJournal(options: JournalOptions = {}): Journal {
  return new Journal(options, () => 1_000);
}

/** A request that is answered at once. */
function record(journal: Journal, call: MadeCall, status = 204): void {
  journal.begin(madeCall(call)).answer({ status, headers: {}, body: undefined });
}

test("has a request from its coming on, and what became of it", () => {
  const journal = makeJournal();
  const entry = journal.begin(
    madeCall({ ...COMPLETE, target: `${COMPLETE.target}?a=1&a=2&b=%C3%A9` }),
  );
  const [request] = journal.requests;
  assert.ok(request);
  assert.equal(request.method, "POST");
  assert.equal(request.path, "/external-task/7/complete");
  assert.equal(request.operation, "completeExternalTaskResource");
  assert.deepEqual(request.parameters, { id: "7" });
  assert.deepEqual(request.query, { a: "1", b: "é" });
  assert.equal(request.startedAt, 1_000);
  assert.equal(request.state, "pending");
  assert.equal(request.status, undefined);
  assert.equal(request.durationMs, undefined);
  entry.answer({ status: 204, headers: { ETag: '"1"' }, body: undefined });
  assert.equal(request.state, "answered");
  assert.equal(request.status, 204);
  assert.deepEqual(request.response?.headers, { ETag: '"1"' });
  assert.equal(typeof request.durationMs, "number");
});

test("keeps hints, and no other lines of the log", () => {
  const journal = makeJournal();
  const entry = journal.begin(madeCall());
  entry.log("debug", "Form part 'typ' is unknown", { instanceId: "1", name: "a" });
  entry.log("debug", "Refuses a request", { status: 400 });
  entry.log("error", "Cannot serve a request", { id: "1" });
  entry.log("info", "Listens");
  assert.deepEqual(entry.recorded.hints, ["Form part 'typ' is unknown"]);
});

test("prints requests as plain data", () => {
  const journal = makeJournal();
  record(journal, COMPLETE);
  const text = inspect(journal.requests[0]);
  assert.match(
    text,
    /^RecordedCall \{\n {2}method: 'POST',\n {2}path: '\/external-task\/7\/complete',/,
  );
  assert.match(text, /\n {2}status: 204,/);
  assert.doesNotMatch(text, /#|rules|budget/);
});

test("finds requests by members and by functions, also those that are not answered", () => {
  const journal = makeJournal();
  record(journal, COMPLETE);
  record(journal, COMPLETE, 500);
  journal.begin(madeCall());
  const statuses = (filter: RecordedRequestFilter) =>
    journal.find(filter).map(({ status }) => status);
  assert.deepEqual(statuses({}), [204, 500, undefined]);
  assert.deepEqual(statuses({ operation: "completeExternalTaskResource" }), [204, 500]);
  assert.deepEqual(statuses({ method: "post", status: 500 }), [500]);
  assert.deepEqual(statuses({ id: "7", path: /complete$/ }), [204, 500]);
  assert.deepEqual(statuses({ variable: "a" }), []);
  assert.equal(journal.find(({ state }) => state === "pending").length, 1);
});

test("refuses a filter with a member that it does not know", async () => {
  const journal = makeJournal();
  const misspelt = { operation: "a", staus: 204 };
  assert.throws(() => journal.find(misspelt), /there is no 'staus'; did you mean 'status'\?/);
  await assert.rejects(journal.waitFor(misspelt), /there is no 'staus'/);
});

test("waits for a request that is answered already, and for the next", async () => {
  const journal = makeJournal();
  record(journal, COMPLETE, 500);
  assert.equal((await journal.waitFor({ id: "7" })).status, 500);
  const next = journal.waitFor({ id: "7", status: 204 });
  record(journal, { ...COMPLETE, parameters: { id: "8" } });
  record(journal, COMPLETE);
  assert.equal(await next, journal.requests.at(-1));
});

test("waits until a request is answered, or aborted", async () => {
  const journal = makeJournal();
  const entry = journal.begin(madeCall(COMPLETE));
  let found = false;
  const waiting = journal.waitFor({ id: "7" }).then((request) => {
    found = true;
    return request;
  });
  await new Promise(setImmediate);
  assert.equal(found, false);
  entry.abort();
  assert.equal((await waiting).state, "aborted");
});

test("rejects if the function of the test throws", async () => {
  const journal = makeJournal();
  const waiting = journal.waitFor(() => {
    throw new Error("mine");
  });
  const other = journal.waitFor({});
  record(journal, COMPLETE);
  await assert.rejects(waiting, /^Error: mine$/);
  assert.equal((await other).status, 204);
});

test("tells on a time-out what came", async () => {
  const journal = makeJournal();
  record(journal, COMPLETE, 500);
  record(journal, { target: "/foo" }, 404);
  journal.begin(madeCall(COMPLETE));
  const waiting = journal.waitFor({ id: "7", status: 204 }, { timeout: 1 });
  await assert.rejects(waiting, {
    message: `Cannot find a request of { id: '7', status: 204 }: none was answered within 1 ms; the journal has 3 requests:
  POST  /external-task/7/complete  completeExternalTaskResource  500      <- status is 500, not 204
  GET   /foo                       (unknown)                     404
  POST  /external-task/7/complete  completeExternalTaskResource  pending  <- not answered yet`,
  });
});

test("leads with its stack to who has waited", async () => {
  const { stack } = await makeJournal()
    .waitFor({}, { timeout: 1 })
    .then(
      () => assert.fail(),
      (error: Error) => error,
    );
  assert.match(
    stack ?? "",
    /^Error: Cannot find .* no request came at all\n {4}at .*_journal\.test\.ts/,
  );
});

test("waits in real time, whatever timers the test runner has faked", async () => {
  const journal = makeJournal();
  mock.timers.enable();
  try {
    await assert.rejects(journal.waitFor({}, { timeout: 1 }), /no request came at all$/);
  } finally {
    mock.timers.reset();
  }
});

test("refuses a time that is none", async () => {
  await assert.rejects(makeJournal().waitFor({}, { timeout: -1 }), {
    name: "RangeError",
    message:
      "Cannot wait for a request for -1 ms: 'timeout' must be milliseconds from 0, or Infinity",
  });
  const misspelt = { timeout: 1, timeOut: 1 };
  await assert.rejects(makeJournal().waitFor({}, misspelt), /did you mean 'timeout'\?/);
});

test("ends all waiting when it is closed, and crashes nothing that nobody awaits", async () => {
  const journal = makeJournal();
  const waiting = journal.waitFor({ id: "7" }, { timeout: Infinity });
  void journal.waitFor({});
  journal.close();
  const closed =
    /^Error: Cannot find a request of \{ id: '7' \}: the engine was closed before one came$/;
  await assert.rejects(waiting, closed);
  await assert.rejects(journal.waitFor({ id: "7" }), closed);
  await new Promise(setImmediate);
});

test("still finds what came before it was closed", async () => {
  const journal = makeJournal();
  record(journal, COMPLETE);
  journal.close();
  assert.equal((await journal.waitFor({ id: "7" })).status, 204);
});

test("forgets all at a reset, also requests that are served now", async () => {
  const journal = makeJournal();
  record(journal, COMPLETE);
  const running = journal.begin(madeCall(COMPLETE));
  journal.reset();
  assert.deepEqual(journal.requests, []);
  const waiting = journal.waitFor({ id: "7" });
  running.answer({ status: 500, headers: {}, body: Buffer.from("old") });
  record(journal, COMPLETE);
  assert.equal((await waiting).status, 204);
  assert.equal(journal.requests.length, 1);
  assert.equal(journal.keptBytes, 0);
});

test("keeps a number of requests, and forgets the oldest first", () => {
  const journal = makeJournal({ maxRequests: 2 });
  for (const id of ["1", "2", "3"]) {
    const entry = journal.begin(madeCall({ parameters: { id } }));
    entry.answer({ status: 200, headers: {}, body: Buffer.from("1234") });
  }
  assert.deepEqual(
    journal.requests.map(({ parameters }) => parameters["id"]),
    ["2", "3"],
  );
  assert.equal(journal.keptBytes, 8);
});

test("gives up the oldest bodies first", () => {
  const journal = makeJournal({ maxTotalBytes: 10 });
  for (const text of ["1234", "5678", "90ab"]) {
    const entry = journal.begin(madeCall({ target: "/a" }));
    entry.answer({ status: 200, headers: {}, body: Buffer.from(text) });
  }
  const [first, second, third] = journal.requests;
  assert.throws(() => first?.response?.text(), {
    message:
      "Cannot give the answer to GET /a: its 4 bytes were given up for later ones, since the journal keeps at most 10 in all; ask for it earlier, or raise 'journal.maxTotalBytes'",
  });
  assert.equal(second?.response?.text(), "5678");
  assert.equal(third?.response?.text(), "90ab");
  assert.equal(journal.keptBytes, 8);
});

test("refuses options that are none", () => {
  assert.throws(() => makeJournal({ maxRequests: -1 }), {
    name: "RangeError",
    message:
      "Cannot set 'journal.maxRequests' to -1: it must be a whole number from 0, or Infinity",
  });
  const misspelt = { maxRequest: 1, maxBodyBytes: 1 };
  assert.throws(() => makeJournal(misspelt), /did you mean 'maxRequests'\?/);
});
