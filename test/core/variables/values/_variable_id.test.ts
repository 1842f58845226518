import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeVariableId,
  encodeVariableId,
} from "../../../../core/variables/values/_variable_id.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("encodeVariableId()");

test("gives each variable an id of its own, fit for a URL", () => {
  const names = fc
    .string({ unit: "binary", minLength: 1, maxLength: 20 })
    .filter((name) => !name.includes("\0"));
  fc.assert(
    fc.property(names, names, (instanceId, name) => {
      const id = encodeVariableId(instanceId, name);
      assert.match(id, /^[\w-]+$/);
      assert.deepEqual(decodeVariableId(id), { instanceId, name });
    }),
  );
});

test("takes only what it has given", () => {
  for (const text of ["", "a", "a\0", "\0a", "a\0b\0c", `a\0${"b".repeat(256)}`]) {
    assert.equal(decodeVariableId(base64url(Buffer.from(text))), undefined);
  }
  for (const id of [
    "cABh=",
    "cAB",
    "cA/h",
    "cA h",
    "cABhA",
    base64url(Buffer.from("a\0\xff", "latin1")),
  ]) {
    assert.equal(decodeVariableId(id), undefined);
  }
  assert.deepEqual(decodeVariableId("cABh"), { instanceId: "p", name: "a" });
});

/** By base64, since the Buffer of a browser's bundle knows no base64url. */
function base64url(bytes: Buffer): string {
  const text = bytes.toString("base64");
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
