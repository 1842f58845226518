import assert from "node:assert/strict";
import { redactPassword } from "../../../server/command_line/_redact_password.ts";
import { suite } from "../../support/suite.ts";

const test = suite("redactPassword()");

const REDACTED: readonly (readonly [text: string, shown: string])[] = [
  ["postgres://u:secret@h:5432/db", "postgres://u:***@h:5432/db"],
  ["postgres://:secret@h", "postgres://:***@h"],
  ["--storage=postgres://u:secret@h", "--storage=postgres://u:***@h"],
  ["postgers:u:secret@h", "postgers:u:***@h"],
  ["postgres://u:a/sec:ret?x@y z@h", "postgres://u:***@h"],
  ["postgres://u:sec\nret@h", "postgres://u:***@h"],
  ["postgres://h/d?password=secret&schema=x", "postgres://h/d?password=***&schema=x"],
  ["postgres://h/d?x=1&PASSWORT=secret", "postgres://h/d?x=1&PASSWORT=***"],
];

for (const [text, shown] of REDACTED) {
  test(`makes '${shown}' of a text with a password`, () =>
    assert.equal(redactPassword(text), shown));
}

const UNCHANGED = [
  "postgres://u@h:5432/db?schema=x",
  "postgres://h:5432/db",
  "sqlite:varpost.db",
  "filesystem:/a:b",
  "https://app.example.com:8443",
  "--port",
];

for (const text of UNCHANGED) {
  test(`leaves '${text}' as it is`, () => assert.equal(redactPassword(text), text));
}
