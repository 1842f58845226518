import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { VERSION } from "../../../core/rest/_version.ts";
import { suite } from "../../support/suite.ts";

const test = suite("VERSION");

test("is that of the package", async () => {
  assert.equal(JSON.parse(await readFile("package.json", "utf8")).version, VERSION);
});
