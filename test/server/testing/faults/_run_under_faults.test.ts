import assert from "node:assert/strict";
import { StorageError } from "../../../../core/mod.ts";
import { ClientAbortError } from "../../../../core/rest/errors/client_abort_error.ts";
import type { RestResponse } from "../../../../core/rest/rest_response.ts";
import { suite } from "../../../support/suite.ts";
import { MadeAnswer, MadeCall, piecesOf, Scene, textOf } from "./_made_call.ts";

const test = suite("runUnderFaults()");

/** Makes a body of which the test sees how many chunks were read. */
function upload(chunks: readonly string[]): {
  readonly body: AsyncIterable<Uint8Array>;
  read: number;
} {
  const made = {
    read: 0,
    body: {
      async *[Symbol.asyncIterator]() {
        for (const chunk of chunks) {
          made.read += 1;
          yield new TextEncoder().encode(chunk);
        }
      },
    },
  };
  return made;
}

async function jsonOf(answer: RestResponse): Promise<unknown> {
  return JSON.parse(await textOf(answer));
}

test("leaves alone what no fault applies to", async () => {
  const scene = new Scene({ status: 500 });
  await scene.run();
  assert.equal(await scene.run(), scene.answer);
});

test("answers with a status in place of the operation, with the engine's error body", async () => {
  const statuses = [
    [400, "InvalidRequestException", null],
    [404, "NotFoundException", null],
    [412, "OptimisticLockingException", 1],
    [429, "ClientErrorException", null],
    [500, "ProcessEngineException", 0],
    [502, "ServerErrorException", null],
    [503, "ServiceUnavailableException", null],
    [507, "RestException", null],
  ] as const;
  for (const [status, type, code] of statuses) {
    const scene = new Scene({ status });
    const answer = await scene.run();
    assert.equal(answer.status, status);
    const message = /^HTTP \d+ [A-Z][A-Za-z- ]+: a fault of the test$/;
    const text = await textOf(answer);
    const body: { message: string } = JSON.parse(text);
    assert.match(body.message, message);
    assert.deepEqual(body, { type, message: body.message, code });
    assert.equal(answer.headers["Content-Type"], "application/json");
    assert.equal(answer.headers["Content-Length"], String(text.length));
    assert.equal(answer.headers["Retry-After"], [429, 503].includes(status) ? "2" : undefined);
    assert.equal(scene.answer.runs, 0);
  }
});

test("answers with the error body that the fault says", async () => {
  const fault = { status: 500, type: "NullValueException", message: "workerId is null", code: 7 };
  const { status, ...body } = fault;
  assert.deepEqual(await jsonOf(await new Scene(fault).run()), body);
  const none = await jsonOf(await new Scene({ status, message: "", code: null }).run());
  assert.deepEqual(none, { type: "ProcessEngineException", message: "", code: null });
});

test("answers with any body and headers", async () => {
  const headers = { "content-type": "text/html", Server: "nginx" };
  const answer = await new Scene({ status: 502, headers, body: "<h1>ü" }).run();
  assert.equal(await textOf(answer), "<h1>ü");
  assert.deepEqual(answer.headers, {
    "Cache-Control": "no-cache",
    "Content-Length": "6",
    ...headers,
  });
});

test("answers 204 without a body, and HEAD only with its length", async () => {
  const empty = await new Scene({ status: 204 }).run();
  assert.deepEqual(empty, { status: 204, headers: {}, body: undefined });
  for (const fault of [{ status: 500 }, { body: "12345678" }]) {
    const head = await new Scene(fault, new MadeCall("HEAD")).run();
    assert.equal(head.body, undefined);
    assert.notEqual(head.headers["Content-Length"], "0");
  }
});

test("replaces the answer of an operation that has run, and releases that", async () => {
  const scene = new Scene({ status: 504, afterOperation: true });
  assert.equal((await scene.run()).status, 504);
  assert.deepEqual([scene.answer.runs, scene.answer.releases], [1, 1]);
});

test("replaces headers and body of the operation's answer", async () => {
  const other = new Scene({ headers: { "content-type": "application/json;charset=UTF-8" } });
  const answer = await other.run();
  assert.equal(await textOf(answer), "0123456789");
  assert.deepEqual(answer.headers, {
    "Content-Length": "10",
    "content-type": "application/json;charset=UTF-8",
  });
  const broken = new Scene({ body: "null" });
  const { status, headers, body } = await broken.run();
  assert.equal(status, 200);
  assert.equal(headers["Content-Length"], "4");
  assert.deepEqual(body, new TextEncoder().encode("null"));
  assert.deepEqual([broken.answer.runs, broken.answer.releases], [1, 1]);
});

test("makes 200 of a 204 or 304 that gets a body", async () => {
  for (const status of [204, 304]) {
    const scene = new Scene({ body: "<h1>" });
    const answer = await scene.run(async () => ({ status, headers: {}, body: undefined }));
    assert.deepEqual([answer.status, await textOf(answer)], [200, "<h1>"]);
  }
});

test("answers like an engine whose transaction met another, or whose storage fails", async () => {
  const path = "/external-task/order-7/complete";
  const entities = [
    [new MadeCall(), "VariableInstanceEntity"],
    [new MadeCall("POST", path), "ExternalTaskEntity"],
  ] as const;
  for (const [call, entity] of entities) {
    const answer = await new Scene({ optimisticLocking: true }, call).run();
    assert.equal(answer.status, 500);
    assert.deepEqual(await jsonOf(answer), {
      type: "OptimisticLockingException",
      message: `ENGINE-03005 Execution of 'UPDATE ${entity}[order-7]' failed. Entity was updated by another transaction concurrently.`,
      code: 1,
    });
  }
  for (const afterOperation of [false, true]) {
    const storage = afterOperation ? "unavailable" : "full";
    const scene = new Scene({ storage, afterOperation });
    const refused: RestResponse = { status: 507, headers: {}, body: undefined };
    const answer = await scene.run(undefined, (error) => {
      assert.ok(error instanceof StorageError);
      assert.deepEqual([error.code, error.mayBeStored], [storage, afterOperation]);
      return refused;
    });
    assert.deepEqual(answer, refused);
    assert.equal(scene.answer.runs, afterOperation ? 1 : 0);
  }
});

test("waits before the operation until the clock is advanced", async () => {
  const scene = new Scene({ delay: 60_000, status: 503 });
  const answer = scene.run();
  await scene.clock.advance(60_000);
  assert.equal((await answer).status, 503);
  const run = new Scene({ delay: 60_000 });
  const running = run.run();
  await run.clock.advance(59_000);
  assert.equal(run.answer.runs, 0);
  await run.clock.advance(1000);
  await running;
  assert.equal(run.answer.runs, 1);
});

test("waits after the operation until the clock is advanced", async () => {
  const scene = new Scene({ delayAnswer: 60_000 });
  const answer = scene.run();
  // The operation has run when the other work of this turn is done.
  await new Promise(setImmediate);
  assert.equal(scene.answer.runs, 1);
  await scene.clock.advance(60_000);
  assert.equal(await textOf(await answer), "0123456789");
});

test("ends a delay when the client goes away: the operation does not run", async () => {
  const scene = new Scene({ delay: Infinity });
  const answer = scene.run();
  scene.call.leave();
  await assert.rejects(answer, ClientAbortError);
  assert.deepEqual([scene.answer.runs, scene.call.resets], [0, 0]);
});

test("ends a delay by a reset of the connection when the engine is reset", async () => {
  const scene = new Scene({ delay: 60_000 });
  const answer = scene.run();
  scene.clock.reset();
  scene.faults.reset();
  await assert.rejects(answer, ClientAbortError);
  assert.deepEqual([scene.answer.runs, scene.call.resets], [0, 1]);
});

test("releases the answer if its delay ends early", async () => {
  const scene = new Scene({ delayAnswer: Infinity });
  const answer = scene.run(() => {
    setImmediate(() => scene.faults.reset());
    return scene.answer.run();
  });
  await assert.rejects(answer, ClientAbortError);
  assert.deepEqual([scene.answer.releases, scene.call.resets], [1, 1]);
});

test("resets the connection before the request is read, or within its body", async () => {
  const outcomes = [
    [undefined, 0],
    [1, 1],
    [4, 2],
    [1000, 3],
  ] as const;
  for (const [afterBytes, read] of outcomes) {
    const made = upload(["abc", "def", "ghi"]);
    const call = new MadeCall("PUT", "/x", made.body);
    const scene = new Scene({ reset: "request", afterBytes }, call);
    await assert.rejects(scene.run(), ClientAbortError);
    assert.deepEqual([made.read, call.resets, scene.answer.runs], [read, 1, 0]);
  }
});

test("resets the connection after the operation has run, and releases the answer", async () => {
  const scene = new Scene({ reset: "answer" });
  await assert.rejects(scene.run(), ClientAbortError);
  const { runs, releases } = scene.answer;
  assert.deepEqual([runs, releases, scene.call.resets], [1, 1, 1]);
});

test("cuts an answer after some bytes, at most before its last one", async () => {
  const outcomes = [
    [1, ["0"]],
    [4, ["0123"]],
    [5, ["0123", "4"]],
    [6, ["0123", "4", "5"]],
    [9, ["0123", "4", "5678"]],
    [10, ["0123", "4", "5678"]],
    [1000, ["0123", "4", "5678"]],
  ] as const;
  for (const [afterBytes, expected] of outcomes) {
    const scene = new Scene({ reset: "answer", afterBytes });
    const { headers, body } = await scene.run();
    assert.equal(headers["Content-Length"], "10");
    assert.ok(body !== undefined && !(body instanceof Uint8Array));
    const pieces: string[] = [];
    await assert.rejects(async () => {
      for await (const chunk of body) {
        assert.equal(scene.call.resets, 0);
        pieces.push(new TextDecoder().decode(chunk));
      }
    }, ClientAbortError);
    assert.deepEqual(pieces, expected);
    assert.deepEqual([scene.call.resets, scene.answer.releases], [1, 1]);
  }
});

test("cuts the engine's error body, too", async () => {
  const { body } = await new Scene({ status: 500, reset: "answer", afterBytes: 5 }).run();
  await assert.rejects(piecesOf(body), ClientAbortError);
});

test("resets the connection before an answer without a body, which cannot be cut", async () => {
  const bodies = [undefined, new Uint8Array(0)];
  for (const body of bodies) {
    const scene = new Scene({ reset: "answer", afterBytes: 5 });
    await assert.rejects(
      scene.run(async () => ({ status: 204, headers: {}, body })),
      ClientAbortError,
    );
    assert.equal(scene.call.resets, 1);
  }
  const empty = new Scene({ reset: "answer", afterBytes: 5 }, undefined, new MadeAnswer([""]));
  await assert.rejects(piecesOf((await empty.run()).body), ClientAbortError);
  assert.equal(empty.call.resets, 1);
});

test("lets an answer drip: the first bytes come at once, the others by the clock", async () => {
  const scene = new Scene({ drip: { bytes: 3, every: 10_000 } });
  const { body } = await scene.run();
  assert.ok(body !== undefined && !(body instanceof Uint8Array));
  const first = await body.next();
  assert.equal(new TextDecoder().decode(first.value), "012");
  const pieces = piecesOf(body);
  // The whole is due after three times ten seconds, also if the clock gets there at once.
  await scene.clock.advance(30_000);
  assert.deepEqual(await pieces, ["34", "5", "678", "9"]);
  assert.equal(scene.answer.releases, 0);
});

test("cuts an answer that drips", async () => {
  const fault = { drip: { bytes: 2, every: 1000 }, reset: "answer", afterBytes: 5 } as const;
  const scene = new Scene(fault);
  const { body } = await scene.run();
  const pieces = assert.rejects(piecesOf(body), ClientAbortError);
  await scene.clock.advance(2000);
  await pieces;
  assert.deepEqual([scene.call.resets, scene.answer.releases], [1, 1]);
});

test("ends a drip at once when the host ends the body", async () => {
  const scene = new Scene({ drip: { bytes: 5, every: 60_000 } });
  const { body } = await scene.run();
  assert.ok(body !== undefined && !(body instanceof Uint8Array));
  await body.next();
  const second = body.next();
  assert.deepEqual(await body.return(), { done: true, value: undefined });
  await assert.rejects(second, ClientAbortError);
  assert.deepEqual([scene.answer.releases, scene.call.resets], [1, 0]);
});

test("ends a body that nobody has read, too", async () => {
  const scene = new Scene({ drip: { bytes: 5, every: 60_000 } });
  const { body } = await scene.run();
  assert.ok(body !== undefined && !(body instanceof Uint8Array));
  await body.return();
  await body.return();
  assert.equal(scene.answer.releases, 1);
});

test("ends a drip by a reset of the connection when the engine is reset, also between two pieces", async () => {
  for (const isWaiting of [true, false]) {
    const scene = new Scene({ drip: { bytes: 5, every: 60_000 } });
    const { body } = await scene.run();
    assert.ok(body !== undefined && !(body instanceof Uint8Array));
    await body.next();
    const second = isWaiting ? body.next() : undefined;
    scene.faults.reset();
    await assert.rejects(second ?? body.next(), ClientAbortError);
    assert.deepEqual([scene.answer.releases, scene.call.resets], [1, 1]);
  }
});

test("does at once what several faults say that fit together", async () => {
  const scene = new Scene({ delay: 1, status: undefined });
  scene.faults.add({}, { status: 503 });
  scene.faults.add({}, { headers: { "Retry-After": "0" } });
  const answer = scene.run();
  await scene.clock.advance(1);
  const { status, headers } = await answer;
  assert.deepEqual([status, headers["Retry-After"]], [503, "0"]);
});
