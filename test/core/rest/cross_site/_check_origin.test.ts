import assert from "node:assert/strict";
import { checkOrigin } from "../../../../core/rest/cross_site/_check_origin.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("checkOrigin()");

const allowedOrigins = ["https://App.example.com"];
const ORIGINS: readonly (readonly [headers: Readonly<Record<string, string>>, fine: boolean])[] = [
  [{}, true],
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "none" }, true],
  [{ "sec-fetch-site": "same-site" }, true],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ origin: "http://localhost:8080" }, true],
  [{ origin: "http://LOCALHOST:8080" }, true],
  [{ origin: "https://localhost:8080", "sec-fetch-site": "same-origin" }, true],
  [{ origin: "http://localhost:8080", "sec-fetch-site": "cross-site" }, false],
  [{ origin: "http://localhost:8081", "sec-fetch-site": "same-site" }, false],
  [{ origin: "http://localhost" }, false],
  [{ origin: "http://127.0.0.1:8080" }, false],
  [{ origin: "http://evil.example" }, false],
  [{ origin: "localhost:8080" }, false],
  [{ origin: "null" }, false],
  [{ origin: "" }, false],
  [{ origin: "https://app.example.com", "sec-fetch-site": "cross-site" }, true],
  [{ origin: "http://app.example.com" }, false],
  [{ origin: "https://app.example.com:444" }, false],
];

for (const [headers, fine] of ORIGINS) {
  test(`${fine ? "serves" : "refuses"} ${JSON.stringify(headers)}`, () => {
    const request = restRequest({ headers: { host: "localhost:8080", ...headers } });
    const check = () => checkOrigin(request, { allowedOrigins });
    if (fine) check();
    else assert.throws(check, isStatus(403));
  });
}

function isStatus(status: number): (error: unknown) => boolean {
  return (error) => error instanceof RestError && error.status === status;
}
