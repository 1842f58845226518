import assert from "node:assert/strict";
import { accessRequest } from "../../../../core/rest/access/_access_request.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("accessRequest()");

test("tells reads from writes, and a query by POST is a read", () => {
  const kindOf = (method: string, operation?: { id: string; isRead?: true }) =>
    accessRequest(restRequest({ method }), operation, []).kind;
  for (const method of ["GET", "HEAD", "OPTIONS"]) assert.equal(kindOf(method), "read");
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) assert.equal(kindOf(method), "write");
  assert.equal(kindOf("POST", { id: "x" }), "write");
  assert.equal(kindOf("POST", { id: "x", isRead: true }), "read");
});

test("gives what is known of the request, and its header also without an object", () => {
  const request = restRequest({ target: "/x?y", headers: { authorization: "Bearer z" } });
  const { header, ...rest } = accessRequest(request, { id: "getX" }, ["a"]);
  assert.equal(header("authorization"), "Bearer z");
  assert.equal(header("host"), undefined);
  assert.deepEqual(rest, {
    method: "GET",
    target: "/x?y",
    kind: "read",
    operation: "getX",
    parameters: ["a"],
  });
});
