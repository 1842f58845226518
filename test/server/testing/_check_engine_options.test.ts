import assert from "node:assert/strict";
import { checkEngineOptions } from "../../../server/testing/_check_engine_options.ts";
import { startTestEngine } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkEngineOptions()");

test("accepts what is right", () => {
  const passThrough = "http://127.0.0.1:8080/engine-rest";
  checkEngineOptions({});
  checkEngineOptions({ variables: { i: {} }, objects: "Object", passThrough, log: () => {} });
  checkEngineOptions({ passThrough: new URL(passThrough) });
});

test("refuses what would be wrong in silence, and says what to write", async () => {
  const wrong: readonly (readonly [options: object, message: RegExp])[] = [
    [{ variable: {} }, /did you mean 'variables'/],
    [{ variables: [] }, /'variables' is an array; write { "order-7"/],
    [{ objects: "json" }, /'objects' is 'json'; write "Json" or "Object"/],
    [{ passThrough: "localhost:8080" }, /'passThrough' is 'localhost:8080'; write "http:/],
    [{ passThrough: new URL("ftp://a") }, /'passThrough' is a URL; write "http:/],
    [{ log: 3 }, /'log' is the number 3; write a function/],
    [{ port: "x" }, /Cannot listen on port x: write a whole number from 0 to 65535/],
    [{ port: 65_536 }, /Cannot listen on port 65536/],
  ];
  for (const [options, message] of wrong) {
    await assert.rejects(startTestEngine(options), { message });
  }
});
