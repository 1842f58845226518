/**
 * One record of a log: a variable that was put, with its bytes if they are few, or the name of one that was deleted.
 *
 * Layout: length of the description and of the body, CRC-32 of each (four little-endian 32-bit numbers), the description as
 * JSON, the body. Each part has a checksum of its own, so one record can be read and checked without the rest of its frame.
 * @module
 */
import { crc32 } from "node:zlib";
import type { ValueInfo } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";

/** Bytes before the description. */
export const RECORD_HEADER_BYTES = 16;

/** Contents up to this many bytes lie in the log; larger ones in a file of their own. */
export const MAX_BODY_BYTES = 65_536;

/** What the log keeps of a variable, besides the body. */
export interface PutDescription {
  readonly name: string;
  readonly type: string;
  readonly valueInfo?: ValueInfo;
  readonly isNull?: true;
  readonly size: number;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  /** Name of the content file; absent if the body is the content. */
  readonly file?: string;
  /** CRC-32 of the content file's footer; absent if the file has none. */
  readonly sum?: number;
}

/** The first record of a log tells whose it is. */
export interface OwnerDescription {
  readonly instanceId: string;
}

/** A variable is gone. */
export interface DeleteDescription {
  readonly deleted: string;
}

/** What a record is about: as much of its description as an index needs. */
export type Subject = Pick<PutDescription, "name" | "file"> | DeleteDescription | OwnerDescription;

/** The description of a record. */
export type Description = PutDescription | DeleteDescription | OwnerDescription;

/** Lengths and checksums of a record. */
export interface RecordHeader {
  readonly descriptionBytes: number;
  readonly bodyBytes: number;
  readonly descriptionSum: number;
  readonly bodySum: number;
}

const NAME_FIRST = Buffer.from('{"name":"');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MAX_ASCII = 0x7f;
const NO_BODY = new Uint8Array(0);

/** Builds a record; `body` is copied. */
export function encodeRecord(description: Description, body: Uint8Array = NO_BODY): Buffer {
  const text = JSON.stringify(description);
  const descriptionBytes = Buffer.byteLength(text);
  const record = Buffer.allocUnsafeSlow(RECORD_HEADER_BYTES + descriptionBytes + body.byteLength);
  record.write(text, RECORD_HEADER_BYTES);
  record.set(body, RECORD_HEADER_BYTES + descriptionBytes);
  const bodyAt = RECORD_HEADER_BYTES + descriptionBytes;
  record.writeUInt32LE(descriptionBytes, 0);
  record.writeUInt32LE(body.byteLength, 4);
  record.writeUInt32LE(crc32(record.subarray(RECORD_HEADER_BYTES, bodyAt)), 8);
  record.writeUInt32LE(crc32(record.subarray(bodyAt)), 12);
  return record;
}

/** Reads the header of the record that starts at `offset`. */
export function decodeRecordHeader(bytes: Buffer, offset: number): RecordHeader {
  return {
    descriptionBytes: bytes.readUInt32LE(offset),
    bodyBytes: bytes.readUInt32LE(offset + 4),
    descriptionSum: bytes.readUInt32LE(offset + 8),
    bodySum: bytes.readUInt32LE(offset + 12),
  };
}

/** Reads a description that is known to be whole. */
export function decodeDescription(bytes: Buffer, start: number, end: number): Description {
  return JSON.parse(bytes.toString("utf8", start, end));
}

/**
 * Reads what a record is about, from a description that is known to be whole.
 *
 * A log of a million small values is all records with a body, and to parse their JSON was more than half of the time to read
 * it: their names are cut out instead.
 */
export function decodeSubject(
  bytes: Buffer,
  start: number,
  end: number,
  bodyBytes: number,
): Subject {
  // Content with a file of its own has no body.
  const name = bodyBytes > 0 ? cutName(bytes, start) : undefined;
  return name === undefined ? decodeDescription(bytes, start, end) : { name };
}

/** The name that a description begins with, if it is plain ASCII. */
function cutName(bytes: Buffer, start: number): string | undefined {
  for (let i = 0; i < NAME_FIRST.byteLength; i++) {
    if (bytes[start + i] !== NAME_FIRST[i]) return undefined;
  }
  const from = start + NAME_FIRST.byteLength;
  for (let i = from; ; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return bytes.toString("latin1", from, i);
    if (byte === undefined || byte === BACKSLASH || byte > MAX_ASCII) return undefined;
  }
}

/**
 * Reads a record back that may have been damaged since it was written.
 *
 * @param bytes The record, with or without its body.
 * @param descriptionBytes Length of its description, as it was written.
 * @returns The description, and the body as far as it is there; it shares memory with `bytes`.
 * @throws {StorageError} "corrupt" if it is not what was written.
 */
export function checkRecord(
  bytes: Buffer,
  descriptionBytes: number,
): { description: PutDescription; body: Uint8Array } {
  const bodyStart = RECORD_HEADER_BYTES + descriptionBytes;
  if (bytes.byteLength < bodyStart) throw damaged();
  const header = decodeRecordHeader(bytes, 0);
  const text = bytes.subarray(RECORD_HEADER_BYTES, bodyStart);
  if (header.descriptionBytes !== descriptionBytes || crc32(text) !== header.descriptionSum) {
    throw damaged();
  }
  const description = decodeDescription(bytes, RECORD_HEADER_BYTES, bodyStart);
  if (!("name" in description)) throw damaged();
  const bodyBytes = bytes.byteLength - bodyStart;
  const body = new Uint8Array(bytes.buffer, bytes.byteOffset + bodyStart, bodyBytes);
  if (bodyBytes === 0) return { description, body };
  if (header.bodyBytes !== bodyBytes || crc32(body) !== header.bodySum) throw damaged();
  return { description, body };
}

function damaged(): StorageError {
  return new StorageError("corrupt", "Cannot read the variable: its record in the log is damaged");
}
