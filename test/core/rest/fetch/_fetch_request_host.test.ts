import assert from "node:assert/strict";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { FetchRequest } from "../../../../core/rest/fetch/_fetch_request.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("a Fetch request as the REST resource takes it");

function wrap(request: Request): FetchRequest {
  return new FetchRequest(request, "/version", new Client(request.signal));
}

test("is for the host of its Host field, or of its URL where it has none", () => {
  for (const [url, headers, host] of [
    ["http://localhost/", {}, "localhost"],
    ["https://varpost.example:443/", {}, "varpost.example"],
    ["http://[::1]:8080/", {}, "[::1]:8080"],
    ["http://localhost/", { host: "varpost.example" }, "varpost.example"],
  ] as const) {
    assert.equal(wrap(new Request(url, { headers })).header("host"), host);
  }
});
