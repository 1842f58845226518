import { stat } from "node:fs/promises";
import { closeFile, openFile, readAt, syncData, writeAt } from "../disk/_file_io.ts";
import { systemCode } from "../disk/_to_storage_error.ts";

const STEP_BYTES = 1_048_576;
/** The copy is synced each time after so many bytes, so that no sync keeps the disk busy for long. */
const SYNC_BYTES = 8_388_608;

/**
 * Copies bytes to a new file, and waits until they are on the disk.
 *
 * @param read Reads bytes at a position; fewer if there are no more.
 * @param bytes At most so many are copied.
 * @param count Is told of each piece.
 */
export async function copyBytes(
  read: (position: number, length: number) => Promise<Uint8Array>,
  to: string,
  bytes: number,
  count: (bytes: number) => void,
): Promise<void> {
  const fd = await openFile(to, "wx");
  try {
    let synced = 0;
    for (let position = 0; position < bytes; ) {
      const piece = await read(position, Math.min(STEP_BYTES, bytes - position));
      if (piece.byteLength === 0) break;
      await writeAt(fd, piece, position);
      position += piece.byteLength;
      count(piece.byteLength);
      if (position - synced < SYNC_BYTES) continue;
      await syncData(fd);
      synced = position;
    }
    await syncData(fd);
  } finally {
    await closeFile(fd);
  }
}

/** Copies a file, if it is there. One that is missing is damage of the store, and not of the backup. */
export async function copyFile(
  from: string,
  to: string,
  count: (bytes: number) => void,
): Promise<void> {
  let fd: number;
  try {
    fd = await openFile(from, "r");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw error;
  }
  try {
    const read = async (position: number, length: number) => {
      const buffer = Buffer.allocUnsafe(length);
      return buffer.subarray(0, await readAt(fd, buffer, position));
    };
    await copyBytes(read, to, Number.POSITIVE_INFINITY, count);
  } finally {
    await closeFile(fd);
  }
}

/** Length of a file; 0 if it is missing. */
export async function lengthOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return 0;
    throw error;
  }
}
