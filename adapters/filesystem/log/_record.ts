/**
 * Records of the log. A record is one change of one variable, and holds all that is known of it, so each can be read and checked
 * alone. The records of one call follow each other. All but the last say that more follow, so a call is there whole or not at all.
 *
 * Layout, numbers little-endian:
 *
 * | bytes | what |
 * |---|---|
 * | 4 | magic |
 * | 4 | CRC-32 of the rest of the head, to the end of the name |
 * | 4 | CRC-32 of the description |
 * | 4 | CRC-32 of the body |
 * | 1 | operation and flags |
 * | 2, 2 | lengths of instance id and name |
 * | 4, 4 | lengths of description and body |
 * | 8 | sequence number, as a double |
 * | 4 | length of the segment that was on the disk when the record was written |
 * | 8 | number of the content's file as a double, if it has one |
 * | … | instance id, name, description, body |
 *
 * All CRCs start from the salt of the segment, so no content that a client sends can look like a record. The head has a CRC of its
 * own. So if only the rest is damaged, it is known whose value is lost.
 * @module
 */
import { crc32 } from "node:zlib";
import type { ConditionedValue } from "../keys/_value_column.ts";

/** Bytes of the part that every head has. */
export const HEAD_BYTES = 41;
const FILE_BYTES = 8;

/** The first four bytes of every record. */
export const MAGIC: Buffer = Buffer.from([0xf7, 0x76, 0x70, 0x0b]);
const MAGIC_NUMBER = MAGIC.readUInt32LE(0);

const SUMMED_FROM = 8;

/** What a record is. "synced" and "closed" are marks at the end of a segment, and the next record overwrites them. */
export const OPERATIONS = { put: 1, delete: 2, synced: 3, closed: 4 } as const;

/** A number of {@linkcode OPERATIONS}. */
export type Operation = (typeof OPERATIONS)[keyof typeof OPERATIONS];

const OPERATION_BITS = 0x0f;
/** Set if more records of the same call follow. */
const MORE = 0x10;
/** Set if the content has a file of its own. */
const HAS_FILE = 0x20;

/** A record that is to be written, without what only the commit knows. */
export interface DraftRecord {
  readonly operation: Operation;
  readonly instanceId: string;
  readonly name: string;
  /** The number of the content's file, if it has one. */
  readonly file: number | undefined;
  readonly description: Uint8Array;
  readonly body: Uint8Array;
  /** The value, if it is known besides its bytes. It is not written. */
  readonly value?: ConditionedValue | undefined;
}

/** What only the commit knows of a record. */
export interface RecordPosition {
  readonly sequence: number;
  /** How many bytes of the segment are on the disk already. */
  readonly synced: number;
  /** Whether more records of the same call follow. */
  readonly hasMore: boolean;
}

/** The head of a record. */
export interface RecordHead {
  readonly operation: Operation;
  readonly hasMore: boolean;
  /** The number of the content's file, if it has one. */
  readonly file: number | undefined;
  readonly instanceBytes: number;
  readonly nameBytes: number;
  readonly descriptionBytes: number;
  readonly bodyBytes: number;
  readonly sequence: number;
  readonly synced: number;
  /** Length of the whole record. */
  readonly bytes: number;
}

const NOTHING = new Uint8Array(0);

/** Drafts a mark. "synced" says that all before it is on the disk; "closed" says, too, that the segment was closed. */
export function draftMark(operation: Operation): DraftRecord {
  return {
    operation,
    instanceId: "",
    name: "",
    file: undefined,
    description: NOTHING,
    body: NOTHING,
  };
}

/** An upper bound of a record's length. */
export function maxRecordBytes({ instanceId, name, description, body }: DraftRecord): number {
  const keyUnits = instanceId.length + name.length;
  return HEAD_BYTES + FILE_BYTES + 3 * keyUnits + description.byteLength + body.byteLength;
}

/**
 * Writes a record into a buffer that has room for it.
 *
 * @returns The offset behind it.
 */
export function writeRecord(
  to: Buffer,
  offset: number,
  salt: number,
  { operation, instanceId, name, file, description, body }: DraftRecord,
  { sequence, synced, hasMore }: RecordPosition,
): number {
  const instanceAt = offset + HEAD_BYTES + (file === undefined ? 0 : FILE_BYTES);
  const nameAt = instanceAt + to.write(instanceId, instanceAt);
  const descriptionAt = nameAt + to.write(name, nameAt);
  const bodyAt = descriptionAt + description.byteLength;
  const end = bodyAt + body.byteLength;
  to.set(description, descriptionAt);
  to.set(body, bodyAt);
  to.writeUInt32LE(MAGIC_NUMBER, offset);
  to.writeUInt32LE(crc32(description, salt), offset + 8);
  to.writeUInt32LE(crc32(body, salt), offset + 12);
  to[offset + 16] = operation | (hasMore ? MORE : 0) | (file === undefined ? 0 : HAS_FILE);
  to.writeUInt16LE(nameAt - instanceAt, offset + 17);
  to.writeUInt16LE(descriptionAt - nameAt, offset + 19);
  to.writeUInt32LE(description.byteLength, offset + 21);
  to.writeUInt32LE(body.byteLength, offset + 25);
  to.writeDoubleLE(sequence, offset + 29);
  to.writeUInt32LE(synced, offset + 37);
  if (file !== undefined) to.writeDoubleLE(file, offset + HEAD_BYTES);
  to.writeUInt32LE(crc32(to.subarray(offset + SUMMED_FROM, descriptionAt), salt), offset + 4);
  return end;
}

/** Reads a head. Returns `undefined` if the bytes at `offset` are no head of a record of this segment, or are cut. */
export function readHead(bytes: Buffer, offset: number, salt: number): RecordHead | undefined {
  if (offset + HEAD_BYTES > bytes.byteLength) return undefined;
  if (bytes.readUInt32LE(offset) !== MAGIC_NUMBER) return undefined;
  const instanceBytes = bytes.readUInt16LE(offset + 17);
  const nameBytes = bytes.readUInt16LE(offset + 19);
  const flags = bytes[offset + 16] ?? 0;
  const hasFile = (flags & HAS_FILE) !== 0;
  const headEnd = offset + HEAD_BYTES + (hasFile ? FILE_BYTES : 0) + instanceBytes + nameBytes;
  if (headEnd > bytes.byteLength) return undefined;
  const sum = bytes.readUInt32LE(offset + 4);
  if (crc32(bytes.subarray(offset + SUMMED_FROM, headEnd), salt) !== sum) return undefined;
  const operation = operationOf(flags & OPERATION_BITS);
  if (operation === undefined) return undefined;
  const descriptionBytes = bytes.readUInt32LE(offset + 21);
  const bodyBytes = bytes.readUInt32LE(offset + 25);
  return {
    operation,
    hasMore: (flags & MORE) !== 0,
    file: hasFile ? bytes.readDoubleLE(offset + HEAD_BYTES) : undefined,
    instanceBytes,
    nameBytes,
    descriptionBytes,
    bodyBytes,
    sequence: bytes.readDoubleLE(offset + 29),
    synced: bytes.readUInt32LE(offset + 37),
    bytes: headEnd - offset + descriptionBytes + bodyBytes,
  };
}

/** Returns the instance id and the name of the record at `offset`. */
export function readKey(
  bytes: Buffer,
  offset: number,
  { file, instanceBytes, nameBytes }: RecordHead,
): { readonly instanceId: string; readonly name: string } {
  const instanceAt = offset + HEAD_BYTES + (file === undefined ? 0 : FILE_BYTES);
  const nameAt = instanceAt + instanceBytes;
  return {
    instanceId: bytes.toString("utf8", instanceAt, nameAt),
    name: bytes.toString("utf8", nameAt, nameAt + nameBytes),
  };
}

/** Returns the description of the record at `offset`; `undefined` if it was damaged or is cut. */
export function readDescription(
  bytes: Buffer,
  offset: number,
  salt: number,
  { bytes: length, descriptionBytes, bodyBytes }: RecordHead,
): Buffer | undefined {
  const end = offset + length - bodyBytes;
  if (end > bytes.byteLength) return undefined;
  const description = bytes.subarray(end - descriptionBytes, end);
  return crc32(description, salt) === bytes.readUInt32LE(offset + 8) ? description : undefined;
}

/** Returns the body of the record at `offset`; `undefined` if it was damaged or is cut. */
export function readBody(
  bytes: Buffer,
  offset: number,
  salt: number,
  { bytes: length, bodyBytes }: RecordHead,
): Buffer | undefined {
  const end = offset + length;
  if (end > bytes.byteLength) return undefined;
  const body = bytes.subarray(end - bodyBytes, end);
  return crc32(body, salt) === bytes.readUInt32LE(offset + 12) ? body : undefined;
}

function operationOf(number: number): Operation | undefined {
  const { put, delete: deleted, synced, closed } = OPERATIONS;
  return [put, deleted, synced, closed].find((operation) => operation === number);
}
