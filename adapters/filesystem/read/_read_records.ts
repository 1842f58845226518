import { INLINE_BYTES, type VariableRecord } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import type { FoundKey } from "../keys/_key_directory.ts";
import { type Description, decodeDescription, toVariableRecord } from "../log/_description.ts";
import {
  HEAD_BYTES,
  type RecordHead,
  readBody,
  readDescription,
  readHead,
} from "../log/_record.ts";
import type { Segment } from "../log/_segment.ts";

/** What a record in the log says of its variable. */
export interface ReadVariable {
  readonly record: VariableRecord;
  /** The content, if it is in the log and was read; otherwise no bytes. */
  readonly body: Uint8Array;
  /** The file of the content, if it has one. */
  readonly content:
    | { readonly file: number; readonly size: number; readonly sum: number }
    | undefined;
}

/** Records up to this length are read whole, even if their contents are not wanted: so one read is enough. */
const WHOLE_BYTES = INLINE_BYTES + 2_048;
/** Of longer records only so many bytes are read at first. They nearly always have all but the content. */
const FIRST_BYTES = 4_096;
/** If no more bytes than this lie between two records, both are read at once, with these bytes. */
const MAX_GAP = 16_384;
/** At most this many bytes are read at once, unless a single record is longer. If they are small records, they are 5 ms of work. */
const MAX_READ = 262_144;
/** As many threads read files, unless the process is told otherwise. */
const READS_AT_ONCE = 4;

/**
 * Reads one variable with its content, if that is in the log.
 *
 * @throws {StorageError} "corrupt" if it was damaged.
 */
export async function readWhole(found: FoundKey): Promise<ReadVariable> {
  const { segment, offset, bytes } = found.place;
  return decode(found, await read(segment, offset, bytes), 0, true);
}

/**
 * Reads the record of one variable. A content that is too long for the record's `inline` is not read, if that can be avoided.
 *
 * @throws {StorageError} "corrupt" if it was damaged.
 */
export async function readRecord(found: FoundKey): Promise<VariableRecord> {
  const { segment, offset, bytes } = found.place;
  if (bytes <= WHOLE_BYTES) return (await readWhole(found)).record;
  segment.hold();
  try {
    const first = await read(segment, offset, FIRST_BYTES);
    const { bodyBytes } = headOf(found, first, 0);
    const hasAll = bytes - bodyBytes <= FIRST_BYTES;
    if (hasAll) return decode(found, first, 0, false).record;
    return (await readWhole(found)).record;
  } finally {
    segment.release();
  }
}

/**
 * Reads the records of many variables with few reads. Their segments are not deleted meanwhile.
 *
 * @returns The records in the order of the variables.
 * @throws {StorageError} "corrupt" if one was damaged.
 */
export async function readRecords(
  variables: readonly FoundKey[],
): Promise<readonly VariableRecord[]> {
  const segments = new Set(variables.map(({ place }) => place.segment));
  for (const segment of segments) segment.hold();
  try {
    return await readGroups(variables);
  } finally {
    for (const segment of segments) segment.release();
  }
}

async function readGroups(variables: readonly FoundKey[]): Promise<readonly VariableRecord[]> {
  const records = new Map<FoundKey, VariableRecord>();
  const groups = neighbours(variables);
  const readNext = async () => {
    for (const group of groups) await readGroup(group, records);
  };
  const readers = Array.from({ length: READS_AT_ONCE }, readNext);
  // The segments are held until the last read is over, even if one failed.
  for (const reader of await Promise.allSettled(readers)) {
    if (reader.status === "rejected") throw reader.reason;
  }
  return variables.flatMap((found) => records.get(found) ?? []);
}

/** Reads records that lie close together. */
async function readGroup(
  group: readonly FoundKey[],
  records: Map<FoundKey, VariableRecord>,
): Promise<void> {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return;
  if (group.length === 1) {
    records.set(first, await readRecord(first));
    return;
  }
  const { segment, offset } = first.place;
  const bytes = await read(segment, offset, last.place.offset + last.place.bytes - offset);
  for (const found of group) {
    const at = found.place.offset - offset;
    records.set(found, decode(found, bytes, at, true).record);
  }
}

/** Groups variables whose records lie close together. */
function* neighbours(variables: readonly FoundKey[]): Generator<readonly FoundKey[]> {
  const sorted = [...variables].sort(
    ({ place: a }, { place: b }) => a.segment.number - b.segment.number || a.offset - b.offset,
  );
  let group: FoundKey[] = [];
  for (const found of sorted) {
    if (group.length > 0 && !belongs(group, found)) {
      yield group;
      group = [];
    }
    group.push(found);
  }
  if (group.length > 0) yield group;
}

function belongs(group: readonly FoundKey[], { place }: FoundKey): boolean {
  const first = group[0]?.place;
  const last = group.at(-1)?.place;
  if (first === undefined || last === undefined || first.segment !== place.segment) return false;
  if (last.bytes > WHOLE_BYTES || place.bytes > WHOLE_BYTES) return false;
  const gap = place.offset - last.offset - last.bytes;
  return gap <= MAX_GAP && place.offset + place.bytes - first.offset <= MAX_READ;
}

async function read(segment: Segment, offset: number, count: number): Promise<Buffer> {
  try {
    return await segment.read(offset, count);
  } catch (error) {
    throw toStorageError(error, "read the log");
  }
}

function decode(found: FoundKey, bytes: Buffer, at: number, withBody: boolean): ReadVariable {
  const head = headOf(found, bytes, at);
  const { salt } = found.place.segment;
  const described = readDescription(bytes, at, salt, head);
  if (described === undefined) throw damaged(found);
  const description = decodeDescription(described, head.file !== undefined);
  const bodyBytes = withBody ? readBody(bytes, at, salt, head) : EMPTY;
  if (bodyBytes === undefined) throw damaged(found);
  const body = new Uint8Array(bodyBytes.buffer, bodyBytes.byteOffset, bodyBytes.byteLength);
  const size = sizeOf(description, head);
  const { name, sequence } = found;
  const record = toVariableRecord(description, name, sequence, size, body);
  const { content } = description;
  const { file } = head;
  if (content === undefined || file === undefined) return { record, body, content: undefined };
  return { record, body, content: { ...content, file } };
}

const EMPTY = Buffer.alloc(0);

function sizeOf({ content }: Description, { bodyBytes }: RecordHead): number {
  return content?.size ?? bodyBytes;
}

/** Reads the head of a variable's record. It is the right one if it has the sequence number that the keys know. */
function headOf(found: FoundKey, bytes: Buffer, at: number): RecordHead {
  const { segment } = found.place;
  const head = bytes.byteLength < at + HEAD_BYTES ? undefined : readHead(bytes, at, segment.salt);
  if (head === undefined || head.sequence !== found.sequence) throw damaged(found);
  return head;
}

function damaged({ instanceId, name, place }: FoundKey): StorageError {
  const { segment, offset, bytes } = place;
  segment.isDamaged = true;
  return new StorageError(
    "corrupt",
    `Cannot read variable '${name}' of '${instanceId}': its record in '${segment.logPath}', byte ${offset} to ${offset + bytes}, is not what was written`,
  );
}
