import assert from "node:assert/strict";
import { shorten } from "../../../core/errors/_shorten.ts";
import { suite } from "../../support/suite.ts";

const test = suite("shorten()");

test("keeps up to 100 characters, and cuts what is longer", () => {
  assert.equal(shorten(""), "");
  assert.equal(shorten("x".repeat(100)), "x".repeat(100));
  assert.equal(shorten("x".repeat(101)), `${"x".repeat(100)}…`);
});

test("does not cut a character in two", () => {
  assert.equal(shorten(`${"x".repeat(99)}😀`), `${"x".repeat(99)}…`);
});
