import { chmodSync } from "node:fs";
import type { Server } from "node:http";
import { resolve as absolute } from "node:path";
import { isMainThread } from "node:worker_threads";
import { clearSocketPath } from "./_clear_socket_path.ts";
import type { UnixSocket } from "./unix_socket.ts";

/**
 * Lets a server listen on a Unix socket. Node removes the file when the server closes.
 *
 * @param server The server.
 * @param unixSocket The socket. It has been checked.
 * @returns The URL of the socket, such as `unix:/run/varpost/http.sock`.
 * @throws {Error} If it cannot listen there; the native error is the `cause`.
 */
export async function bindUnixSocket(server: Server, unixSocket: UnixSocket): Promise<string> {
  const { path, mode = 0o600 } = unixSocket;
  await clearSocketPath(path);
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      reject(new Error(`Cannot listen on 'unix:${path}': ${reason(cause)}`, { cause }));
    };
    server.once("error", fail);
    withRights(mode, () => {
      server.listen(path, () => {
        server.off("error", fail);
        resolve();
      });
    });
    if (server.listening) chmodSync(path, mode);
  });
  return `unix:${absolute(path)}`;
}

/** Makes files with these rights at most, so that nobody else connects before they are set. Only the main thread can do it. */
function withRights(mode: number, make: () => void): void {
  if (!isMainThread) {
    make();
    return;
  }
  const before = process.umask(0o777 & ~mode);
  try {
    make();
  } finally {
    process.umask(before);
  }
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") return "another process listens there; take another path";
  // Node does not tell these apart.
  if (code === "EACCES") return "there is no such directory, or this user may not write to it";
  return message;
}
