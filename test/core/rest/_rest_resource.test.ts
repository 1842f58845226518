import assert from "node:assert/strict";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { RestResource } from "../../../core/rest/_rest_resource.ts";
import { Task } from "../../../core/rest/_task.ts";
import type { Access } from "../../../core/rest/access/authorize.ts";
import type { Route } from "../../../core/rest/routes/_route_table.ts";
import { suite } from "../../support/suite.ts";
import { restRequest } from "./_rest_request.ts";

const test = suite("RestResource");

const run = async () => ({ status: 200, headers: {}, body: undefined });
const ROUTES: readonly Route[] = [
  { path: "/open", operations: { GET: { id: "getOpen", run, isOpen: true } } },
  { path: "/closed", operations: { GET: { id: "getClosed", run } } },
];

function resource(user?: string) {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const authorize = (): Access => (user === undefined ? { allow: false } : { allow: true, user });
  return new RestResource({ variables, authorize }, () => {}, ROUTES);
}

test("serves an open operation to everyone, and nothing else of its path", async () => {
  const statusOf = async (method: string, target: string) =>
    (await resource().handle(restRequest({ method, target }))).status;
  for (const target of ["/open", "/engine-rest/open"]) {
    assert.equal(await statusOf("GET", target), 200);
    assert.equal(await statusOf("HEAD", target), 200);
    assert.equal(await statusOf("POST", target), 401);
    assert.equal(await statusOf("OPTIONS", target), 401);
  }
  assert.equal(await statusOf("GET", "/open/more"), 401);
  assert.equal(await statusOf("GET", "/closed"), 401);
});

test("names the user in the task before the operation runs", async () => {
  const accepted = resource("anna").accept(restRequest({ target: "/closed" }));
  assert.ok(accepted instanceof Task);
  assert.equal(accepted.user, undefined);
  assert.equal((await accepted.run()).status, 200);
  assert.equal(accepted.user, "anna");
});
