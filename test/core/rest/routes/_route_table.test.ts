import assert from "node:assert/strict";
import { type RouteOperation, RouteTable } from "../../../../core/rest/routes/_route_table.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("RouteTable");

const get = operation("get");
const put = operation("put");

function operation(id: string): RouteOperation {
  const run = async () => ({ status: 204, headers: {}, body: undefined });
  return { id, run };
}

const table = new RouteTable([
  { path: "/engine", operations: { GET: get } },
  { path: "/a/count", operations: { GET: get } },
  { path: "/a/{id}", operations: { PUT: put, GET: get } },
  { path: "/a/{id}/b/{name}", operations: { DELETE: put } },
  { path: "/outside", operations: { GET: get }, isOfServer: true },
]);

const FOUND: readonly (readonly [path: string, parameters: readonly string[], allow: string])[] = [
  ["engine", [], "GET, HEAD, OPTIONS"],
  ["engine-rest/engine", [], "GET, HEAD, OPTIONS"],
  ["engine-rest/engine/x/engine", [], "GET, HEAD, OPTIONS"],
  ["outside", [], "GET, HEAD, OPTIONS"],
  ["a/count", [], "GET, HEAD, OPTIONS"],
  ["a/1", ["1"], "PUT, GET, HEAD, OPTIONS"],
  ["engine-rest/a/1", ["1"], "PUT, GET, HEAD, OPTIONS"],
  ["engine-rest/engine/default/a/1", ["1"], "PUT, GET, HEAD, OPTIONS"],
  ["a/engine-rest/b/b", ["engine-rest", "b"], "DELETE, OPTIONS"],
];

for (const [path, parameters, allow] of FOUND) {
  test(`finds ${path}`, () => {
    const match = table.match(path.split("/"));
    assert.deepEqual([match?.parameters, match?.route.allow], [parameters, allow]);
    const operations = match?.route.operations;
    assert.equal(operations?.get("HEAD"), operations?.get("GET"));
  });
}

for (const path of [
  "a",
  "A/1",
  "a/1/b",
  "a/1/b/2/c",
  "engine-rest",
  "engine-rest/engine/x",
  "engine/x/a/1",
  "engine-rest/engine-rest/a/1",
  "engine-rest/outside",
  "engine-rest/engine/x/outside",
]) {
  test(`finds nothing at ${path}`, () => {
    assert.equal(table.match(path.split("/")), undefined);
  });
}

test("knows the methods of all routes", () => {
  assert.deepEqual(table.allow.split(", ").sort(), ["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]);
});
