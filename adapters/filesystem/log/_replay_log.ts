import { StorageError } from "../../../core/storage/storage_error.ts";
import { FileWindow } from "./_file_window.ts";
import {
  decodeFrameHeader,
  decodePrologue,
  FRAME_HEADER_BYTES,
  FRAME_MAGIC,
  type FrameHeader,
  isPayloadWhole,
  PROLOGUE_BYTES,
} from "./_log_frame.ts";
import {
  decodeRecordHeader,
  decodeSubject,
  RECORD_HEADER_BYTES,
  type Subject,
} from "./_log_record.ts";
import type { VariablePlace } from "./_variable_index.ts";

/** What is known of a log that was read to its end. */
export interface LogState {
  readonly salt: number;
  /** Where the next frame goes. */
  readonly end: number;
  /** Whether a frame that was not written whole lies there. */
  readonly torn: boolean;
  /** Number of the next frame. */
  readonly sequence: number;
}

/** Is given the records of a log, in its order. */
export interface RecordVisitor {
  /**
   * @param place Where it lies, and the content file that it refers to.
   * @param payload The frame that it lies in; valid until `flush`.
   * @param start Where it begins in the payload.
   */
  visit(subject: Subject, place: VariablePlace, payload: Buffer, start: number): void;
  /** Called now and then; whoever keeps records copies them here. */
  flush?(): Promise<void>;
}

/**
 * Reads a log from its beginning.
 *
 * Each frame was synced before the next one was written. So a bad frame at the very end is one that was never acknowledged,
 * and is left out; a bad frame with a good one behind it has been damaged.
 *
 * @param fd The log.
 * @param visitor Is given each record.
 * @param limit Where to stop; by default at the end of the file.
 * @throws {StorageError} "corrupt" if the log is damaged, or of a version unknown here.
 */
export async function replayLog(
  fd: number,
  visitor: RecordVisitor,
  limit: number = Number.POSITIVE_INFINITY,
): Promise<LogState> {
  const window = new FileWindow(fd);
  try {
    return await replayWindow(window, visitor, limit);
  } finally {
    window.close();
  }
}

async function replayWindow(
  window: FileWindow,
  visitor: RecordVisitor,
  limit: number,
): Promise<LogState> {
  await window.fill(0, PROLOGUE_BYTES);
  const salt = decodePrologue(window.view(0, PROLOGUE_BYTES));
  if (salt === undefined) {
    throw new StorageError(
      "corrupt",
      "Cannot read the log: it does not begin as a log of this version",
    );
  }
  let end = PROLOGUE_BYTES;
  let sequence = 0;
  let torn = false;
  while (end < limit) {
    await ensure(window, end, FRAME_HEADER_BYTES, visitor);
    const bytes = window.view(end, FRAME_HEADER_BYTES);
    if (bytes.byteLength === 0) break;
    const header = decodeFrameHeader(bytes, salt);
    if (header !== undefined) {
      await ensure(window, end, FRAME_HEADER_BYTES + header.payloadBytes, visitor);
    }
    if (header === undefined || !visitFrame(window, end, header, sequence, salt, visitor)) {
      await refuseDamage(window, end, salt);
      torn = true;
      break;
    }
    end += FRAME_HEADER_BYTES + header.payloadBytes;
    sequence++;
  }
  await visitor.flush?.();
  return { salt, end, torn, sequence };
}

async function ensure(
  window: FileWindow,
  position: number,
  count: number,
  visitor: RecordVisitor,
): Promise<void> {
  if (window.has(position, count)) return;
  await visitor.flush?.();
  await window.fill(position, count);
}

/** Visits the records of a frame, unless it is bad. */
function visitFrame(
  window: FileWindow,
  position: number,
  header: FrameHeader,
  sequence: number,
  salt: number,
  visitor: RecordVisitor,
): boolean {
  const start = position + FRAME_HEADER_BYTES;
  const payload = window.view(start, header.payloadBytes);
  if (header.sequence !== sequence || !isPayloadWhole(payload, header, salt)) return false;
  for (let offset = 0; offset < payload.byteLength; ) {
    const { descriptionBytes, bodyBytes } = decodeRecordHeader(payload, offset);
    const from = offset + RECORD_HEADER_BYTES;
    const end = from + descriptionBytes + bodyBytes;
    const subject = decodeSubject(payload, from, from + descriptionBytes, bodyBytes);
    const file = "file" in subject ? subject.file : undefined;
    const place = { offset: start + offset, descriptionBytes, bodyBytes, file };
    visitor.visit(subject, place, payload, offset);
    offset = end;
  }
  return true;
}

/** Looks for a good frame behind a bad one. */
async function refuseDamage(window: FileWindow, bad: number, salt: number): Promise<void> {
  for (let from = bad + 1; ; ) {
    // A client's content may be full of magics: not a read for each.
    if (!window.has(from, FRAME_HEADER_BYTES)) await window.fill(from, FRAME_HEADER_BYTES);
    const bytes = window.view(from, Number.MAX_SAFE_INTEGER);
    if (bytes.byteLength < FRAME_HEADER_BYTES) return;
    const found = bytes.indexOf(FRAME_MAGIC);
    if (found === -1) {
      from += bytes.byteLength - FRAME_MAGIC.byteLength + 1;
      continue;
    }
    if (await isGoodFrame(window, from + found, salt)) {
      throw new StorageError(
        "corrupt",
        `Cannot read the log: the frame at byte ${bad} is damaged, but good ones follow`,
      );
    }
    from += found + 1;
  }
}

async function isGoodFrame(window: FileWindow, position: number, salt: number): Promise<boolean> {
  if (!window.has(position, FRAME_HEADER_BYTES)) await window.fill(position, FRAME_HEADER_BYTES);
  const header = decodeFrameHeader(window.view(position, FRAME_HEADER_BYTES), salt);
  if (header === undefined) return false;
  const start = position + FRAME_HEADER_BYTES;
  if (!window.has(start, header.payloadBytes)) await window.fill(start, header.payloadBytes);
  return isPayloadWhole(window.view(start, header.payloadBytes), header, salt);
}
