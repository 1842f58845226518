/**
 * Frames of a log. A log is a prologue and then one frame for each commit, which holds the records of all applies that were
 * committed together: they are there together or not at all.
 *
 * Prologue: `varpost1`, then a random number, the log's salt. Frame: magic, length of the payload, number of the frame, CRC-32
 * of the payload, CRC-32 of these four (little-endian 32-bit numbers), the payload. The sums start from the salt, so no
 * content that a client sends can look like a frame.
 * @module
 */
import { crc32 } from "node:zlib";

/** First bytes of every log; the digit is the version of the format. */
const SIGNATURE = Buffer.from("varpost1", "latin1");

/** Length of the prologue. */
export const PROLOGUE_BYTES: number = SIGNATURE.byteLength + 4;

/** Length of what comes before a frame's payload. */
export const FRAME_HEADER_BYTES = 20;

/** First four bytes of every frame. */
export const FRAME_MAGIC: Buffer = Buffer.from([0xf7, 0x76, 0x70, 0x0a]);

/** What a frame's header says. */
export interface FrameHeader {
  readonly payloadBytes: number;
  readonly sequence: number;
  readonly payloadSum: number;
}

/** Builds the prologue of a log. */
export function encodePrologue(salt: number): Buffer {
  const prologue = Buffer.alloc(PROLOGUE_BYTES);
  prologue.set(SIGNATURE);
  prologue.writeUInt32LE(salt, SIGNATURE.byteLength);
  return prologue;
}

/** The salt of a log; `undefined` if the bytes are no prologue of this version. */
export function decodePrologue(bytes: Buffer): number | undefined {
  if (bytes.byteLength < PROLOGUE_BYTES) return undefined;
  if (!bytes.subarray(0, SIGNATURE.byteLength).equals(SIGNATURE)) return undefined;
  return bytes.readUInt32LE(SIGNATURE.byteLength);
}

/** Builds a frame of whole records. */
export function encodeFrame(
  records: readonly Uint8Array[],
  sequence: number,
  salt: number,
): Buffer {
  let length = FRAME_HEADER_BYTES;
  for (const record of records) length += record.byteLength;
  const frame = Buffer.allocUnsafeSlow(length);
  let offset = FRAME_HEADER_BYTES;
  for (const record of records) {
    frame.set(record, offset);
    offset += record.byteLength;
  }
  frame.set(FRAME_MAGIC);
  frame.writeUInt32LE(length - FRAME_HEADER_BYTES, 4);
  frame.writeUInt32LE(sequence, 8);
  frame.writeUInt32LE(crc32(frame.subarray(FRAME_HEADER_BYTES), salt), 12);
  frame.writeUInt32LE(crc32(frame.subarray(0, 16), salt), 16);
  return frame;
}

/** Reads the header of a frame; `undefined` if the bytes are none, or cut. */
export function decodeFrameHeader(bytes: Buffer, salt: number): FrameHeader | undefined {
  if (bytes.byteLength < FRAME_HEADER_BYTES) return undefined;
  if (!bytes.subarray(0, FRAME_MAGIC.byteLength).equals(FRAME_MAGIC)) return undefined;
  if (crc32(bytes.subarray(0, 16), salt) !== bytes.readUInt32LE(16)) return undefined;
  return {
    payloadBytes: bytes.readUInt32LE(4),
    sequence: bytes.readUInt32LE(8),
    payloadSum: bytes.readUInt32LE(12),
  };
}

/** Whether a payload is what its header was written for. */
export function isPayloadWhole(payload: Buffer, header: FrameHeader, salt: number): boolean {
  return payload.byteLength === header.payloadBytes && crc32(payload, salt) === header.payloadSum;
}
