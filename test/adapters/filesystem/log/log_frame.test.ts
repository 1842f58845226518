import assert from "node:assert/strict";
import {
  decodeFrameHeader,
  decodePrologue,
  encodeFrame,
  encodePrologue,
  FRAME_HEADER_BYTES,
  isPayloadWhole,
} from "../../../../adapters/filesystem/log/_log_frame.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("log frames");
const SALT = 0xdeadbeef;
const FRAME = encodeFrame([Buffer.from("one"), Buffer.from("two")], 7, SALT);

test("gives the salt of a prologue back, and none of anything else", () => {
  assert.equal(decodePrologue(encodePrologue(SALT)), SALT);
  assert.equal(decodePrologue(encodePrologue(SALT).subarray(1)), undefined);
  assert.equal(decodePrologue(Buffer.from("varpost9\0\0\0\0")), undefined);
});

test("gives the header of a frame back", () => {
  const header = decodeFrameHeader(FRAME, SALT);
  assert.ok(header);
  assert.equal(header.sequence, 7);
  assert.equal(header.payloadBytes, 6);
  assert.ok(isPayloadWhole(FRAME.subarray(FRAME_HEADER_BYTES), header, SALT));
});

test("notices every changed byte, every cut, and another log's frame", () => {
  for (let i = 0; i < FRAME.length; i++) {
    const bad = Buffer.from(FRAME);
    bad.writeUInt8(bad.readUInt8(i) ^ 0x40, i);
    assert.equal(isGood(bad, SALT), false, `byte ${i}`);
    assert.equal(isGood(FRAME.subarray(0, i), SALT), false, `cut at ${i}`);
  }
  assert.equal(isGood(FRAME, SALT + 1), false);
  assert.equal(isGood(FRAME, SALT), true);
});

function isGood(frame: Buffer, salt: number): boolean {
  const header = decodeFrameHeader(frame, salt);
  return header !== undefined && isPayloadWhole(frame.subarray(FRAME_HEADER_BYTES), header, salt);
}
