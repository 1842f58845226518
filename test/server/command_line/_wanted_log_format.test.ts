import assert from "node:assert/strict";
import { wantedLogFormat } from "../../../server/command_line/_wanted_log_format.ts";
import { suite } from "../../support/suite.ts";

const test = suite("wantedLogFormat()");

test("finds json on the command line, and then in the environment", () => {
  const json = { VARPOST_LOG_FORMAT: "json" };
  assert.equal(wantedLogFormat(["--prot", "--log-format", "json"], {}), "json");
  assert.equal(wantedLogFormat(["--log-format=json", "-x"], {}), "json");
  assert.equal(wantedLogFormat(["x"], json), "json");
});

test("takes text for all else", () => {
  const json = { VARPOST_LOG_FORMAT: "json" };
  assert.equal(wantedLogFormat([], {}), "text");
  assert.equal(wantedLogFormat(["--log-format", "text"], json), "text");
  assert.equal(wantedLogFormat(["--log-format=xml"], json), "text");
  assert.equal(wantedLogFormat(["--log-format"], json), "text");
});
