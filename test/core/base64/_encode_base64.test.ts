import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeBase64 } from "../../../core/base64/_decode_base64.ts";
import { encodeBase64 } from "../../../core/base64/_encode_base64.ts";
import { suite } from "../../support/suite.ts";

const test = suite("encodeBase64()");

test("encodes as Node does, and back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase64(bytes);
      assert.equal(text, Buffer.from(bytes).toString("base64"));
      assert.deepEqual(decodeBase64(text), bytes);
    }),
  );
});

test("encodes more than one block", () => {
  for (const size of [49_151, 49_152, 49_153, 98_304, 100_001]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7);
    assert.equal(encodeBase64(bytes), Buffer.from(bytes).toString("base64"));
  }
});
