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
    assert.equal(decodeVariableId(Buffer.from(text).toString("base64url")), undefined);
  }
  for (const id of [
    "cABh=",
    "cAB",
    "cA/h",
    "cA h",
    "cABhA",
    Buffer.from("a\0\xff", "latin1").toString("base64url"),
  ]) {
    assert.equal(decodeVariableId(id), undefined);
  }
  assert.deepEqual(decodeVariableId("cABh"), { instanceId: "p", name: "a" });
});
