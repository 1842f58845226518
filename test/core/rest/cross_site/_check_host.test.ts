import assert from "node:assert/strict";
import { checkHost } from "../../../../core/rest/cross_site/_check_host.ts";
import type { CrossSiteRules } from "../../../../core/rest/cross_site/cross_site_rules.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("checkHost()");

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
  // Loopback has many names.
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
  // Allowed names are served beside loopback, wherever the server is bound.
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
  test(`${fine ? "serves" : "refuses"} '${name}' with ${JSON.stringify(rules)}`, () => {
    const check = () => checkHost(restRequest({ headers: { host: name } }), rules);
    if (fine) check();
    else assert.throws(check, isStatus(403));
  });
}

test("says how a host is allowed, and repeats no more of it than fits a message", () => {
  const request = restRequest({ headers: { host: `${"x".repeat(5_000)}.example` } });
  assert.throws(
    () => checkHost(request, { allowedHosts: ["localhost"] }),
    (error) =>
      error instanceof Error && /--allow-host/.test(error.message) && error.message.length < 300,
  );
});

test("serves a request without a host, as HTTP/1.0 has them", () => {
  checkHost(restRequest(), { allowedHosts: ["127.0.0.1"] });
});

function isStatus(status: number): (error: unknown) => boolean {
  return (error) => error instanceof RestError && error.status === status;
}
