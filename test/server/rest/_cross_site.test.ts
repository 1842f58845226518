import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import type { CrossSiteRules } from "../../../core/rest/cross_site/cross_site_rules.ts";
import { RestError } from "../../../core/rest/errors/rest_error.ts";
import { checkHost, checkOrigin, isLoopback } from "../../../server/rest/_cross_site.ts";
import { suite } from "../../support/suite.ts";

const host = suite("checkHost()");

const HOSTS: readonly (readonly [host: string, rules: CrossSiteRules, fine: boolean])[] = [
  ["localhost:8080", { allowedHosts: ["127.0.0.1"] }, true],
  ["LOCALHOST", { allowedHosts: ["127.0.0.1"] }, true],
  ["app.localhost", { allowedHosts: ["127.0.0.1"] }, true],
  ["127.0.0.1:1", { allowedHosts: ["127.0.0.1"] }, true],
  ["127.9.9.9", { allowedHosts: ["127.0.0.1"] }, true],
  ["[::1]:8080", { allowedHosts: ["::1"] }, true],
  ["[::1]", { allowedHosts: ["::1"] }, true],
  ["My-Machine:8080", { allowedHosts: ["my-machine"] }, true],
  ["evil.example:8080", { allowedHosts: ["127.0.0.1"] }, false],
  ["127.0.0.1.evil.example", { allowedHosts: ["127.0.0.1"] }, false],
  ["localhost.evil.example", { allowedHosts: ["127.0.0.1"] }, false],
  ["evillocalhost", { allowedHosts: ["127.0.0.1"] }, false],
  ["", { allowedHosts: ["127.0.0.1"] }, false],
  ["evil.example:8080", {}, true],
  // One machine has many names.
  ["localhost.", { allowedHosts: ["127.0.0.1"] }, true],
  ["LocalHost.:8080", { allowedHosts: ["127.0.0.1"] }, true],
  ["app.localhost.:8080", { allowedHosts: ["127.0.0.1"] }, true],
  ["127.0.0.1.", { allowedHosts: ["127.0.0.1"] }, true],
  ["127.1:8080", { allowedHosts: ["127.0.0.1"] }, true],
  ["127.255.255.254", { allowedHosts: ["127.0.0.1"] }, true],
  ["2130706433", { allowedHosts: ["127.0.0.1"] }, true],
  ["0x7f.1", { allowedHosts: ["127.0.0.1"] }, true],
  ["[0:0:0:0:0:0:0:1]:8080", { allowedHosts: ["127.0.0.1"] }, true],
  ["[::ffff:127.0.0.1]", { allowedHosts: ["127.0.0.1"] }, true],
  ["my-machine.:8080", { allowedHosts: ["My-Machine"] }, true],
  ["localhost..", { allowedHosts: ["127.0.0.1"] }, false],
  ["evil@localhost", { allowedHosts: ["127.0.0.1"] }, false],
  ["localhost/", { allowedHosts: ["127.0.0.1"] }, false],
  ["localhost#", { allowedHosts: ["127.0.0.1"] }, false],
  ["localhost:8080:evil.example", { allowedHosts: ["127.0.0.1"] }, false],
  ["localhost, evil.example", { allowedHosts: ["127.0.0.1"] }, false],
  ["128.1", { allowedHosts: ["127.0.0.1"] }, false],
  ["127.0.0.1.5", { allowedHosts: ["127.0.0.1"] }, false],
  ["0.0.0.0", { allowedHosts: ["127.0.0.1"] }, false],
  ["[::ffff:10.0.0.1]", { allowedHosts: ["127.0.0.1"] }, false],
  ["[::2]", { allowedHosts: ["127.0.0.1"] }, false],
  // Further names hold beside the loopback ones, and alone wherever the server is bound.
  ["app.example:8443", { allowedHosts: ["127.0.0.1", "b", "app.example"] }, true],
  ["APP.example.", { allowedHosts: ["app.Example"] }, true],
  ["app.example", { allowedHosts: ["app.example."] }, true],
  ["xn--mller-kva.example", { allowedHosts: ["müller.example"] }, true],
  ["10.0.0.5:80", { allowedHosts: ["10.0.0.5"] }, true],
  ["[2001:db8::5]:80", { allowedHosts: ["2001:DB8:0::5"] }, true],
  ["[2001:db8::5]:80", { allowedHosts: ["[2001:db8::5]"] }, true],
  ["localhost:8080", { allowedHosts: ["app.example"] }, true],
  ["evil.example", { allowedHosts: ["app.example"] }, false],
  ["sub.app.example", { allowedHosts: ["app.example"] }, false],
  ["10.0.0.6", { allowedHosts: ["10.0.0.5"] }, false],
  ["evil.example", { allowedHosts: [] }, true],
];

for (const [name, rules, fine] of HOSTS) {
  host(`${fine ? "serves" : "refuses"} '${name}' with ${JSON.stringify(rules)}`, () => {
    const check = () =>
      checkHost({ headers: { host: name }, rawHeaders: ["Host", name], httpVersion: "1.1" }, rules);
    if (fine) check();
    else assert.throws(check, isStatus(403));
  });
}

host("says how a host is allowed, and repeats no more of it than fits a message", () => {
  const name = `${"x".repeat(5_000)}.example`;
  assert.throws(
    () =>
      checkHost(
        { headers: { host: name }, rawHeaders: ["Host", name], httpVersion: "1.1" },
        { allowedHosts: ["localhost"] },
      ),
    (error) =>
      error instanceof Error && /--allow-host/.test(error.message) && error.message.length < 300,
  );
});

host("needs a host from HTTP/1.1 on", () => {
  checkHost({ headers: {}, rawHeaders: [], httpVersion: "1.0" }, { allowedHosts: ["127.0.0.1"] });
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
  for (const name of ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "::ffff:127.0.0.1"]) {
    assert.ok(isLoopback(name), name);
  }
  for (const name of [
    "0.0.0.0",
    "::",
    "10.0.0.1",
    "128.0.0.1",
    "example.com",
    "127.evil",
    "::ffff:1.2.3.4",
  ]) {
    assert.ok(!isLoopback(name), name);
  }
});

function isStatus(status: number): (error: unknown) => boolean {
  return (error) => error instanceof RestError && error.status === status;
}
