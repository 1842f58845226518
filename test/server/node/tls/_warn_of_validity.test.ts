import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { warnOfValidity } from "../../../../server/node/tls/_warn_of_validity.ts";
import { suite } from "../../../support/suite.ts";
import { SERVER } from "../../../support/tls/certificates.ts";

const test = suite("warnOfValidity()");

const DAY_MS = 86_400_000;

test("warns before a certificate begins, and after it has ended", async () => {
  const cert = await readFile(SERVER.cert);
  const { validFrom, validTo } = new X509Certificate(cert);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  for (const [now, message] of [
    [from - DAY_MS, `The certificate of 'c' begins on ${validFrom}: check the clock`],
    [from, undefined],
    [to, undefined],
    [to + DAY_MS, `The certificate of 'c' has expired on ${validTo}: renew it, and send SIGHUP`],
  ] as const) {
    const lines: unknown[] = [];
    warnOfValidity({ cert }, "c", (...line) => lines.push(line), now);
    assert.deepEqual(lines, message === undefined ? [] : [["warn", message]]);
  }
});
