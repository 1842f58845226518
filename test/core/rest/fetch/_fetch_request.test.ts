import assert from "node:assert/strict";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { FetchRequest } from "../../../../core/rest/fetch/_fetch_request.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("a Fetch request as the REST resource takes it");

function wrap(request: Request): FetchRequest {
  return new FetchRequest(request, "/version", new Client(request.signal));
}

test("has its header fields, several of one name with commas between them", () => {
  const headers = new Headers({ "If-Match": '"a"', Accept: "" });
  headers.append("if-match", '"b"');
  const request = wrap(new Request("http://localhost/", { method: "PUT", headers }));
  assert.deepEqual(
    [request.method, request.target, request.header("if-match"), request.header("accept")],
    ["PUT", "/version", '"a", "b"', ""],
  );
  assert.equal(request.header("origin"), undefined);
});
