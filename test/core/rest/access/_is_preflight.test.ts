import assert from "node:assert/strict";
import { isPreflight } from "../../../../core/rest/access/_is_preflight.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("isPreflight()");

test("is true only for what a browser asks before it sends a request", () => {
  const origin = "https://app.example.com";
  const asked = { origin, "access-control-request-method": "PUT" };
  assert.equal(isPreflight(restRequest({ method: "OPTIONS", headers: asked })), true);
  for (const [method, headers] of [
    ["OPTIONS", {}],
    ["OPTIONS", { origin }],
    ["OPTIONS", { "access-control-request-method": "PUT" }],
    ["GET", asked],
    ["POST", asked],
  ] as const) {
    assert.equal(isPreflight(restRequest({ method, headers })), false);
  }
});
