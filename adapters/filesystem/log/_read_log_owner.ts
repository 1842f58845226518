import { closeFile, openFile } from "../disk/_file_io.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import { FileWindow } from "./_file_window.ts";
import {
  decodeFrameHeader,
  decodePrologue,
  FRAME_HEADER_BYTES,
  isPayloadWhole,
  PROLOGUE_BYTES,
} from "./_log_frame.ts";
import { decodeDescription, decodeRecordHeader, RECORD_HEADER_BYTES } from "./_log_record.ts";

/** The instance id that a log begins with; `undefined` if there is no such log, or its beginning is damaged. */
export async function readLogOwner(path: string): Promise<string | undefined> {
  let fd: number;
  try {
    fd = await openFile(path, "r");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
  const window = new FileWindow(fd);
  try {
    return await readOwner(window);
  } finally {
    window.close();
    await closeFile(fd);
  }
}

async function readOwner(window: FileWindow): Promise<string | undefined> {
  await window.fill(0, PROLOGUE_BYTES);
  const salt = decodePrologue(window.view(0, PROLOGUE_BYTES));
  if (salt === undefined) return undefined;
  const header = decodeFrameHeader(window.view(PROLOGUE_BYTES, FRAME_HEADER_BYTES), salt);
  if (header === undefined) return undefined;
  const start = PROLOGUE_BYTES + FRAME_HEADER_BYTES;
  if (!window.has(start, header.payloadBytes)) await window.fill(start, header.payloadBytes);
  const payload = window.view(start, header.payloadBytes);
  if (!isPayloadWhole(payload, header, salt)) return undefined;
  const { descriptionBytes } = decodeRecordHeader(payload, 0);
  const end = RECORD_HEADER_BYTES + descriptionBytes;
  const description = decodeDescription(payload, RECORD_HEADER_BYTES, end);
  return "instanceId" in description ? description.instanceId : undefined;
}
