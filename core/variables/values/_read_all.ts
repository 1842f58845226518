import type { OpenVariable } from "../../storage/storage.ts";

/** Reads all bytes of a version into memory. */
export async function readAll(variable: OpenVariable): Promise<Uint8Array> {
  const bytes = new Uint8Array(variable.record.size);
  let size = 0;
  for await (const chunk of variable.read()) {
    bytes.set(chunk, size);
    size += chunk.length;
  }
  return bytes;
}
