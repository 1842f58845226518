/**
 * The hint of a sealed segment: the keys and places of all its records, so that an opening need not read the records.
 *
 * Layout, numbers little-endian. First a header:
 *
 * | bytes | what |
 * |---|---|
 * | 15 | `varpost hint 1\n` |
 * | 4 | CRC-32 of all that follows. It starts from the salt of the segment |
 * | 4 | length of the segment |
 *
 * Then an entry for each record:
 *
 * | bytes | what |
 * |---|---|
 * | 1 | operation, and whether there is a file |
 * | 8 | sequence number, as a double |
 * | 4, 4 | offset and length of the record |
 * | 2, 2 | lengths of instance id and name |
 * | … | instance id, name |
 * | 8 | number of the content's file as a double, if it has one |
 *
 * A hint is not synced. If it is missing or damaged, the segment itself is read.
 * @module
 */
import { readFile, rm } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { closeFile, openFile, writeAt } from "../disk/_file_io.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import { entryOf, type LogEntry } from "./_entry.ts";
import { OPERATIONS } from "./_record.ts";
import { scanSegment } from "./_scan_segment.ts";
import type { Segment } from "./_segment.ts";

const SIGNATURE = Buffer.from("varpost hint 1\n", "latin1");
const SUM_AT = SIGNATURE.byteLength;
const SUMMED_FROM = SUM_AT + 4;
const HEADER_BYTES = SUMMED_FROM + 4;
const FIXED_BYTES = 21;
const FILE_BYTES = 8;
const HAS_FILE = 0x10;

/** The entries of a sealed segment. */
export interface Hint {
  /** Whether records may be missing, since their heads were damaged. */
  readonly hasGaps: boolean;
  entries(): Iterable<LogEntry>;
}

/** Collects the entries of a hint, and writes its file. */
export class HintWriter implements Hint {
  hasGaps = false;
  #buffer: Buffer = Buffer.allocUnsafeSlow(65_536);
  #length = HEADER_BYTES;

  add({ operation, instanceId, name, sequence, offset, bytes, file }: LogEntry): void {
    const most = FIXED_BYTES + FILE_BYTES + 3 * (instanceId.length + name.length);
    if (this.#length + most > this.#buffer.byteLength) this.#grow();
    const to = this.#buffer;
    const at = this.#length;
    const nameAt = at + FIXED_BYTES + to.write(instanceId, at + FIXED_BYTES);
    const end = nameAt + to.write(name, nameAt);
    to[at] = operation | (file === undefined ? 0 : HAS_FILE);
    to.writeDoubleLE(sequence, at + 1);
    to.writeUInt32LE(offset, at + 9);
    to.writeUInt32LE(bytes, at + 13);
    to.writeUInt16LE(nameAt - at - FIXED_BYTES, at + 17);
    to.writeUInt16LE(end - nameAt, at + 19);
    if (file !== undefined) to.writeDoubleLE(file, end);
    this.#length = file === undefined ? end : end + FILE_BYTES;
  }

  entries(): Iterable<LogEntry> {
    return entriesOf(this.#buffer.subarray(0, this.#length));
  }

  /** Writes the file. If that fails, no file is left. */
  async save({ hintPath, salt, bytes }: Segment): Promise<void> {
    const hint = this.#buffer.subarray(0, this.#length);
    SIGNATURE.copy(hint);
    hint.writeUInt32LE(bytes, SUMMED_FROM);
    hint.writeUInt32LE(crc32(hint.subarray(SUMMED_FROM), salt), SUM_AT);
    try {
      const fd = await openFile(hintPath, "w");
      await writeAt(fd, hint, 0).finally(() => closeFile(fd));
    } catch (error) {
      await rm(hintPath, { force: true });
      throw error;
    }
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(2 * this.#buffer.byteLength);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

/** Makes the hint of a segment from its records. Records whose heads were damaged are left out. */
export async function makeHint(segment: Segment): Promise<HintWriter> {
  const hint = new HintWriter();
  await scanSegment(segment, {
    visit(record) {
      const entry = entryOf(record);
      if (entry !== undefined) hint.add(entry);
    },
    skip() {
      hint.hasGaps = true;
    },
  });
  return hint;
}

/**
 * Reads the hint of a segment, and sets the segment's length.
 *
 * @returns `undefined` if there is none, or if it was damaged.
 */
export async function readHint(segment: Segment): Promise<Hint | undefined> {
  const { hintPath, salt } = segment;
  const bytes = await readFile(hintPath).catch((error) => {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (bytes === undefined || bytes.byteLength < HEADER_BYTES) return undefined;
  if (!bytes.subarray(0, SUM_AT).equals(SIGNATURE)) return undefined;
  if (crc32(bytes.subarray(SUMMED_FROM), salt) !== bytes.readUInt32LE(SUM_AT)) return undefined;
  segment.bytes = bytes.readUInt32LE(SUMMED_FROM);
  return { hasGaps: false, entries: () => entriesOf(bytes) };
}

function* entriesOf(bytes: Buffer): Generator<LogEntry, void, undefined> {
  let instanceId = "";
  let instanceBytes = bytes.subarray(0, 0);
  for (let at = HEADER_BYTES; at < bytes.byteLength; ) {
    const flags = bytes[at] ?? 0;
    const instanceAt = at + FIXED_BYTES;
    const nameAt = instanceAt + bytes.readUInt16LE(at + 17);
    const end = nameAt + bytes.readUInt16LE(at + 19);
    const hasFile = (flags & HAS_FILE) !== 0;
    // Often the next entry is of the same instance. To decode its id each time would take a tenth of the time of an opening.
    if (bytes.compare(instanceBytes, 0, instanceBytes.length, instanceAt, nameAt) !== 0) {
      instanceBytes = bytes.subarray(instanceAt, nameAt);
      instanceId = bytes.toString("utf8", instanceAt, nameAt);
    }
    yield {
      operation: (flags & ~HAS_FILE) === OPERATIONS.delete ? OPERATIONS.delete : OPERATIONS.put,
      instanceId,
      name: bytes.toString("utf8", nameAt, end),
      sequence: bytes.readDoubleLE(at + 1),
      offset: bytes.readUInt32LE(at + 9),
      bytes: bytes.readUInt32LE(at + 13),
      file: hasFile ? bytes.readDoubleLE(end) : undefined,
    };
    at = hasFile ? end + FILE_BYTES : end;
  }
}
