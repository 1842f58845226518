import assert from "node:assert/strict";
import { hostFault } from "../../../server/node/_host_fault.ts";
import { suite } from "../../support/suite.ts";

const test = suite("hostFault()");

test("needs a host from HTTP/1.1 on", () => {
  assert.equal(hostFault({ headers: {}, rawHeaders: [], httpVersion: "1.0" }), undefined);
  const fault = hostFault({ headers: {}, rawHeaders: [], httpVersion: "1.1" });
  assert.deepEqual([fault?.status, fault?.answer.type], [400, "BadRequestException"]);
});

test("refuses several hosts, also equal ones", () => {
  const headers = { host: "a" };
  const once = hostFault({ headers, rawHeaders: ["Host", "a", "A", "Host"], httpVersion: "1.1" });
  assert.equal(once, undefined);
  const twice = hostFault({ headers, rawHeaders: ["Host", "a", "HOST", "a"], httpVersion: "1.1" });
  assert.match(twice?.message ?? "", /several 'Host'/);
});
