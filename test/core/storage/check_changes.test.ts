import assert from "node:assert/strict";
import { checkChanges } from "../../../core/storage/check_changes.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkChanges()");

test("takes distinct names, a lone clear and nothing at all", () => {
  checkChanges("i", []);
  checkChanges("i", [{ op: "clear" }]);
  checkChanges("i", [
    { op: "delete", name: "a" },
    { op: "put", name: "b", type: "Bytes", valueInfo: {}, content: null },
  ]);
});

test("refuses a name twice, clear beside another change, and names that are none", () => {
  const twice = [
    { op: "delete", name: "a" },
    { op: "delete", name: "a" },
  ] as const;
  assert.throws(() => checkChanges("i", twice), TypeError);
  assert.throws(() => checkChanges("i", [{ op: "clear" }, { op: "clear" }]), TypeError);
  assert.throws(() => checkChanges("", []), TypeError);
  assert.throws(() => checkChanges("i", [{ op: "delete", name: "" }]), TypeError);
});

test("refuses a stage twice, but not the same bytes twice", () => {
  const discard = async () => {};
  const read = () => (async function* () {})();
  const stage = { size: 0, read, discard, [Symbol.asyncDispose]: discard };
  const puts = (content: Uint8Array | typeof stage) =>
    ["a", "b"].map((name) => ({ op: "put", name, type: "Bytes", valueInfo: {}, content }) as const);
  checkChanges("i", puts(new Uint8Array(1)));
  assert.throws(() => checkChanges("i", puts(stage)), TypeError);
});
