import assert from "node:assert/strict";
import { suite } from "../../../../support/suite.ts";
import { type ReceivedAnswer, TaskEngine } from "../_task_engine.ts";

const test = suite("bodies of external tasks");

const FETCH = "/external-task/fetchAndLock";
const JSON_TYPE = { "content-type": "application/json" };

function send(
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<ReceivedAnswer> {
  return new TaskEngine().send({ method: "POST", path, headers, body });
}

function messageOf({ status, body }: ReceivedAnswer): string {
  return `${status} ${JSON.parse(`${body}`).message}`;
}

test("must have the type of JSON, which comes before what the client takes", async () => {
  const wrong = { "content-type": "text/plain", accept: "text/html" };
  assert.equal(messageOf(await send(FETCH, wrong, "{}")), "415 HTTP 415 Unsupported Media Type");
  assert.equal(messageOf(await send(FETCH, {}, "{}")), "415 HTTP 415 Unsupported Media Type");
  const html = { ...JSON_TYPE, accept: "text/html, application/pdf" };
  assert.equal(messageOf(await send(FETCH, html, "{")), "406 HTTP 406 Not Acceptable");
  const q0 = { ...JSON_TYPE, accept: "text/html, application/json;q=0" };
  assert.equal(messageOf(await send(FETCH, q0, "{}")), "500 workerId is null");
  const some = { "content-type": "Application/JSON;charset=utf-8", accept: "application/*" };
  assert.equal(messageOf(await send(FETCH, some, "{}")), "500 workerId is null");
});

test("are no body if they are null, or if there is neither a body nor its type", async () => {
  const message =
    '500 Cannot invoke "org.camunda.bpm.engine.rest.dto.externaltask.CompleteExternalTaskDto.getVariables()" because "dto" is null';
  const path = "/external-task/x/complete";
  assert.equal(messageOf(await send(path, {})), message);
  assert.equal(messageOf(await send(path, {}, "")), message);
  assert.equal(messageOf(await send(path, JSON_TYPE, "null")), message);
  assert.equal(messageOf(await send(path, JSON_TYPE, "")), "500 workerId is null");
});

test("that cannot be read say where", async () => {
  const path = "/external-task/x/complete";
  assert.match(messageOf(await send(path, JSON_TYPE, "{} x")), /^400 Cannot parse the JSON: /);
  const array = await send(path, JSON_TYPE, "[]");
  assert.equal(
    `${array.body}`,
    '{"type":"InvalidRequestException","message":"Cannot read \'the body\': it is an array; give an object","code":null}',
  );
});
