import { join, resolve } from "node:path";
import { readStorageUrl } from "../command_line/_read_storage_url.ts";

/** The longest path of a socket is 103 to 107 bytes, depending on the system. */
const MAX_BYTES = 103;

/** The path of the socket on which a server takes commands for its store; `undefined` if the store has none. */
export function adminPath(url: string): string | undefined {
  const { kind, location } = readStorageUrl(url);
  if (kind === "sqlite") return `${resolve(location)}-admin`;
  return kind === "filesystem" ? join(resolve(location), "admin") : undefined;
}

/** Whether the system takes a socket of this path. */
export function isSocketPath(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_BYTES;
}
