import assert from "node:assert/strict";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { toResponse } from "../../../../core/rest/fetch/_to_response.ts";
import { suite } from "../../../support/suite.ts";
import { Chunks } from "./_chunks.ts";

const test = suite("the Response that is made of an answer");
const client = new Client(new AbortController().signal);

test("has its status, its headers but for Connection, and its bytes", async () => {
  const headers = { "Content-Type": "text/plain", "Content-Length": "2", Connection: "close" };
  for (const body of [Buffer.from("hi"), new Chunks([Buffer.from("h"), Buffer.from("i")])]) {
    const response = toResponse({ status: 206, headers, body }, client);
    assert.equal(response.status, 206);
    assert.deepEqual(
      [...response.headers],
      [
        ["content-length", "2"],
        ["content-type", "text/plain"],
      ],
    );
    assert.equal(await response.text(), "hi");
  }
});

test("has no body, not even an empty one, where the answer has none", () => {
  for (const status of [200, 204, 304]) {
    const { body } = toResponse({ status, headers: {}, body: undefined }, client);
    assert.equal(body, null);
  }
});

test("shares no memory with the answer", async () => {
  const pool = Buffer.from("before content after");
  const response = toResponse({ status: 200, headers: {}, body: pool.subarray(7, 14) }, client);
  new Uint8Array(await response.arrayBuffer()).fill(0);
  assert.equal(pool.toString(), "before content after");
});
