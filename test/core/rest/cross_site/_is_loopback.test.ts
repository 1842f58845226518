import assert from "node:assert/strict";
import { isLoopback } from "../../../../core/rest/cross_site/_is_loopback.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("isLoopback()");

test("knows addresses of the own machine", () => {
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
