/**
 * The description in a record of the log: all that is known of a variable besides its name and its content.
 *
 * Layout, numbers little-endian:
 *
 * | bytes | what |
 * |---|---|
 * | 6 | time of the change, in milliseconds since 1970 |
 * | 1 | whether the value is null |
 * | 6, 4 | size of the content, CRC-32 of its file's footer; only if the content has a file of its own |
 * | … | the type, as JSON; if there is value info, an array of both |
 * @module
 */
import {
  INLINE_BYTES,
  type ValueInfo,
  type VariableRecord,
} from "../../../core/storage/storage.ts";

/** The file of a content that is too large for the log. */
export interface ContentFile {
  /** CRC-32 of the file's footer. */
  readonly sum: number;
  /** Length of the content. */
  readonly size: number;
}

/** What a description says. */
export interface Description {
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  readonly isNull: boolean;
  /** The file of the content, unless the content is the body of the record. */
  readonly content: ContentFile | undefined;
  readonly type: string;
  readonly valueInfo: ValueInfo;
}

const FIXED_BYTES = 7;
const FILE_BYTES = 10;
const NONE: ValueInfo = Object.freeze({});

/** Encodes a description. */
export function encodeDescription(description: Description): Buffer {
  const { updatedAt, isNull, content, type, valueInfo } = description;
  const text = JSON.stringify(Object.keys(valueInfo).length === 0 ? type : [type, valueInfo]);
  const textAt = FIXED_BYTES + (content === undefined ? 0 : FILE_BYTES);
  const bytes = Buffer.allocUnsafe(textAt + Buffer.byteLength(text));
  bytes.writeUIntLE(updatedAt, 0, 6);
  bytes[6] = isNull ? 1 : 0;
  if (content !== undefined) {
    bytes.writeUIntLE(content.size, 7, 6);
    bytes.writeUInt32LE(content.sum, 13);
  }
  bytes.write(text, textAt);
  return bytes;
}

/** Decodes a description that is known to be whole. */
export function decodeDescription(bytes: Buffer, hasFile: boolean): Description {
  const textAt = FIXED_BYTES + (hasFile ? FILE_BYTES : 0);
  const described: string | [string, ValueInfo] = JSON.parse(bytes.toString("utf8", textAt));
  const [type, valueInfo] = typeof described === "string" ? [described, NONE] : described;
  return {
    updatedAt: bytes.readUIntLE(0, 6),
    isNull: bytes[6] === 1,
    content: hasFile ? { size: bytes.readUIntLE(7, 6), sum: bytes.readUInt32LE(13) } : undefined,
    type,
    valueInfo,
  };
}

/**
 * Makes the record that the storage returns.
 *
 * @param body The content, if it is in the log. It becomes `inline` if it is short enough.
 */
export function toVariableRecord(
  { updatedAt, isNull, content, type, valueInfo }: Description,
  name: string,
  sequence: number,
  size: number,
  body: Uint8Array,
): VariableRecord {
  const version = versionOf(sequence);
  const time = new Date(updatedAt);
  if (isNull || content !== undefined || size > INLINE_BYTES) {
    return { name, type, valueInfo, isNull, size, version, updatedAt: time };
  }
  // Both objects are written out, since a spread would take longer than all else here.
  return { name, type, valueInfo, isNull, size, version, updatedAt: time, inline: body };
}

/** The version of the change with this sequence number. */
export function versionOf(sequence: number): string {
  return sequence.toString(36);
}
