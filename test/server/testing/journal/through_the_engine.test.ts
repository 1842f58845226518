import assert from "node:assert/strict";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";
import { RawConnection } from "../../_raw_connection.ts";
import { testBoth } from "./_both_ways.ts";

const test = suite("journal of a test engine");

testBoth(
  test,
  "has what an operation was sent, with its hints and its answer",
  async (engine, send) => {
    const sent = new FormData();
    sent.append("data", new File(["abc"], "a.txt", { type: "text/plain" }));
    sent.append("valuetype", "File");
    const path = "/process-instance/order-7/variables/scan%20one/data";
    assert.equal((await send(path, { method: "POST", body: sent })).status, 204);
    const request = await engine.waitForRequest({ variable: "scan one", status: 204 });
    assert.equal(request.path, path);
    assert.equal(request.operation, "setProcessInstanceVariableBinary");
    assert.deepEqual(request.parameters, { id: "order-7", varName: "scan one" });
    assert.match(request.headers["content-type"] ?? "", /^multipart\/form-data; boundary=/);
    assert.deepEqual(request.form, [
      { name: "data", filename: "a.txt", contentType: "text/plain", size: 3 },
      { name: "valuetype", size: 4 },
    ]);
    assert.deepEqual(request.hints, [
      "Part 'valuetype' is unknown and was ignored; did you mean 'valueType'?",
      "Part 'data' has a file name, which is not stored with a Bytes; send valueType=File",
    ]);
    assert.match(request.response?.headers["ETag"] ?? "", /^"/);
    assert.equal(await (await send(path)).text(), "abc");
    const read = await engine.waitForRequest({ method: "GET", path });
    assert.equal(read.response?.text(), "abc");
    assert.equal(read.bodyRead, "none");
  },
);

testBoth(test, "has what an operation refused", async (engine, send) => {
  const path = "/process-instance/order-7/variables/a";
  const headers = { "Content-Type": "application/json" };
  await (await send(path, { method: "PUT", headers, body: '{"value":' })).text();
  await (await send(path, { method: "PUT", headers: {}, body: "text" })).text();
  const [broken, untyped] = engine.findRequests({ variable: "a" });
  assert.equal(broken?.status, 400);
  assert.equal(broken?.text(), '{"value":');
  assert.equal(untyped?.status, 415);
  assert.throws(() => untyped?.text(), /read nothing of it; the request is answered with 415$/);
});

testBoth(test, "has what an unknown route was sent", async (engine, send) => {
  const sent = new FormData();
  sent.append("data", new File(["%PDF"], "invoice.pdf", { type: "application/pdf" }));
  sent.append("valueType", "File");
  const answer = await send("/some/form?a=1", { method: "POST", body: sent });
  assert.equal(answer.status, 404);
  const request = await engine.waitForRequest({ path: "/some/form", status: 404 });
  assert.equal(request.operation, undefined);
  assert.deepEqual(request.query, { a: "1" });
  assert.deepEqual(request.form, [
    { name: "data", filename: "invoice.pdf", contentType: "application/pdf", size: 4 },
    { name: "valueType", size: 4 },
  ]);
  assert.equal(request.text("data"), "%PDF");
  assert.equal(request.bodyRead, "whole");
  assert.deepEqual(request.response?.json(), await answer.json());
});

testBoth(
  test,
  "has what a route of the test was sent, whether it reads or not",
  async (engine, send) => {
    engine.route("POST", "/message", () => undefined);
    engine.route("POST", "/signal", async (request) => ({ got: await request.json() }));
    for (const path of ["/message", "/signal"]) {
      await (await send(path, { method: "POST", body: '{"name":"paid"}' })).text();
      const request = await engine.waitForRequest({ path });
      assert.deepEqual(request.json(), { name: "paid" });
      assert.equal(request.state, "answered");
    }
    assert.deepEqual(
      engine.requests.map(({ operation, status }) => [operation, status]),
      [
        ["POST /message", 204],
        ["POST /signal", 200],
      ],
    );
    assert.deepEqual(engine.requests[1]?.response?.json(), { got: { name: "paid" } });
  },
);

testBoth(
  test,
  "reads no more than its limit of a body that nobody else reads",
  async (engine, send) => {
    for (const size of [1024 ** 2, 1024 ** 2 + 1, 8 * 1024 ** 2]) {
      const path = `/unknown/${size}`;
      const answer = await send(path, { method: "POST", body: Buffer.alloc(size) });
      assert.equal(answer.status, 404);
      await answer.text();
      const request = await engine.waitForRequest({ path, status: 404 });
      if (size === 1024 ** 2) assert.equal(request.bytes().length, size);
      else
        assert.throws(
          () => request.bytes(),
          /bytes of it came, .*; raise 'journal\.maxBodyBytes'$/,
        );
    }
  },
);

testBoth(test, "has what was sent to a fault, and the fault", async (engine, send) => {
  engine.fault({ path: "/message" }, { status: 503 });
  engine.fault({ path: "/signal" }, { reset: "answer" });
  await send("/message", { method: "POST", body: "text" });
  await assert.rejects(send("/signal", { method: "POST", body: "text" }));
  const [first, second] = engine.requests;
  assert.equal(first?.status, 503);
  assert.equal(first?.fault, '{"status":503}');
  assert.equal(first?.text(), "text");
  assert.equal(second?.state, "aborted");
  assert.equal(second?.fault, '{"reset":"answer"}');
});

testBoth(test, "has no body of an answer to HEAD", async (engine, send) => {
  assert.equal((await send("/version", { method: "HEAD" })).status, 200);
  const request = await engine.waitForRequest({ method: "HEAD" });
  assert.equal(request.response?.bodySize, 0);
  assert.equal(request.response.headers["Content-Length"], "20");
});

test("has pipelined requests in their order", async () => {
  await using engine = await startTestEngine();
  const { port } = new URL(engine.url);
  const connection = await RawConnection.open(Number(port));
  const post = (text: string) =>
    `POST /engine-rest/message HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
  await connection.write(post("one") + post("three") + post(""));
  for (const _ of [1, 2, 3]) assert.equal((await connection.read()).status, 404);
  assert.deepEqual(
    engine.requests.map((request) => request.text()),
    ["one", "three", ""],
  );
  connection.close();
});

test("does not ask a client for a body that it holds back", async () => {
  await using engine = await startTestEngine();
  const { port } = new URL(engine.url);
  const connection = await RawConnection.open(Number(port));
  await connection.write(
    `POST /engine-rest/message HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n`,
  );
  assert.equal((await connection.read()).status, 404);
  assert.equal(engine.requests[0]?.bodyRead, "none");
  connection.close();
});
