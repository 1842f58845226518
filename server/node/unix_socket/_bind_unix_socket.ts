import { renameSync, rmSync, type Stats } from "node:fs";
import { chmod, lstat, mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { clearSocketPath } from "./_clear_socket_path.ts";
import type { UnixSocket } from "./unix_socket.ts";

/**
 * Lets a server listen on a Unix socket. The file is made in a folder that is nobody else's, and moved to its path when all is right. So
 * nobody connects before it has its rights, and when the server closes, Node cannot remove the file of another one that has come since.
 *
 * @param server The server.
 * @param unixSocket The socket. It has been checked.
 * @returns Takes the file away. Who has connected already is not concerned.
 * @throws {Error} If it cannot listen there; the native error is the `cause`.
 */
export async function bindUnixSocket(
  server: Server,
  { path, mode = 0o600 }: UnixSocket,
): Promise<() => Promise<void>> {
  await clearSocketPath(path);
  const folder = await mkdtemp(`${path}-`).catch((cause) => fail(path, cause));
  try {
    const made = join(folder, "s");
    await listen(server, made);
    await chmod(made, mode);
    const own = await lstat(made);
    // In one turn with what follows: nobody connects before the server listens to its requests.
    renameSync(made, path);
    return () => remove(path, own);
  } catch (cause) {
    server.close();
    return fail(path, cause);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Removes a file, if it is still this one. */
async function remove(path: string, { dev, ino }: Stats): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.dev === dev && found.ino === ino) await rm(path, { force: true });
}

function fail(path: string, cause: unknown): never {
  throw new Error(`Cannot listen on 'unix:${path}': ${reason(cause)}`, { cause });
}

function reason(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return "there is no such directory; make it";
  if (code === "EACCES") return "this user may not write to that directory";
  return cause instanceof Error ? cause.message : String(cause);
}
