import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { methodLabel, reasonLabel } from "../../../server/observers/_metric_labels.ts";
import { suite } from "../../support/suite.ts";

const test = suite("labels of metrics");

test("know the type of every error of the core", async () => {
  const types = new Set<string>();
  for (const entry of await readdir("core", { recursive: true })) {
    if (!entry.endsWith(".ts")) continue;
    const code = await readFile(join("core", entry), "utf8");
    for (const [, type = ""] of code.matchAll(/"(\w+Exception)"/g)) types.add(type);
  }
  assert.ok(types.has("InvalidRequestException"));
  assert.deepEqual(
    [...types].filter((type) => reasonLabel(type) !== type),
    [],
  );
});

test("are bounded, whatever is sent", () => {
  assert.equal(methodLabel("GET"), "GET");
  assert.equal(methodLabel("PROPFIND"), "other");
  assert.equal(methodLabel(""), "other");
  assert.equal(reasonLabel("TooManyConnections"), "TooManyConnections");
  assert.equal(reasonLabel("Mine"), "other");
});
