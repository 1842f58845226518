import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import { checkHost, checkOrigin, isLoopback } from "../../server/_cross_site.ts";
import { HttpError } from "../../server/_http_error.ts";
import type { CrossSiteRules } from "../../server/cross_site_rules.ts";
import { suite } from "../support/suite.ts";

const host = suite("checkHost()");

const HOSTS: readonly (readonly [host: string, rules: CrossSiteRules, fine: boolean])[] = [
  ["localhost:8080", { loopbackHost: "127.0.0.1" }, true],
  ["LOCALHOST", { loopbackHost: "127.0.0.1" }, true],
  ["app.localhost", { loopbackHost: "127.0.0.1" }, true],
  ["127.0.0.1:1", { loopbackHost: "127.0.0.1" }, true],
  ["127.9.9.9", { loopbackHost: "127.0.0.1" }, true],
  ["[::1]:8080", { loopbackHost: "::1" }, true],
  ["[::1]", { loopbackHost: "::1" }, true],
  ["My-Machine:8080", { loopbackHost: "my-machine" }, true],
  ["evil.example:8080", { loopbackHost: "127.0.0.1" }, false],
  ["127.0.0.1.evil.example", { loopbackHost: "127.0.0.1" }, false],
  ["localhost.evil.example", { loopbackHost: "127.0.0.1" }, false],
  ["evillocalhost", { loopbackHost: "127.0.0.1" }, false],
  ["", { loopbackHost: "127.0.0.1" }, false],
  ["evil.example:8080", {}, true],
];

for (const [name, rules, fine] of HOSTS) {
  host(`${fine ? "serves" : "refuses"} '${name}' with ${JSON.stringify(rules)}`, () => {
    const check = () =>
      checkHost({ headers: { host: name }, rawHeaders: ["Host", name], httpVersion: "1.1" }, rules);
    if (fine) check();
    else assert.throws(check, isStatus(403));
  });
}

host("needs a host from HTTP/1.1 on", () => {
  checkHost({ headers: {}, rawHeaders: [], httpVersion: "1.0" }, { loopbackHost: "127.0.0.1" });
  assert.throws(
    () => checkHost({ headers: {}, rawHeaders: [], httpVersion: "1.1" }, {}),
    isStatus(400),
  );
});

const origin = suite("checkOrigin()");

const allowedOrigins = ["https://App.example.com"];
const ORIGINS: readonly (readonly [headers: IncomingHttpHeaders, fine: boolean])[] = [
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
  origin(`${fine ? "serves" : "refuses"} ${JSON.stringify(headers)}`, () => {
    const check = () => checkOrigin({ host: "localhost:8080", ...headers }, { allowedOrigins });
    if (fine) check();
    else assert.throws(check, isStatus(403));
  });
}

const loopback = suite("isLoopback()");

loopback("knows addresses of the own machine", () => {
  for (const name of ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"]) {
    assert.ok(isLoopback(name), name);
  }
  for (const name of ["0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "example.com", "127.evil"]) {
    assert.ok(!isLoopback(name), name);
  }
});

function isStatus(status: number): (error: unknown) => boolean {
  return (error) => error instanceof HttpError && error.status === status;
}
