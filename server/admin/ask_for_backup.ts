import net from "node:net";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { adminPath, isSocketPath } from "./_admin_path.ts";
import { type AdminRequest, readReply } from "./_messages.ts";

/** What a client of a server wants to know of a backup. */
export interface BackupWatch {
  readonly onProgress: (done: number, all: number) => void;
  /** Ends the backup. */
  readonly signal: AbortSignal;
}

/**
 * Asks the server that has a store open for a backup.
 *
 * @param url The URL of the store.
 * @param target Path of the backup.
 * @returns `false` if no server has the store open.
 * @throws {Error} If the backup fails.
 */
export async function askForBackup(
  url: string,
  target: string,
  { onProgress, signal }: BackupWatch,
): Promise<boolean> {
  const path = adminPath(url);
  if (path === undefined || !isSocketPath(path)) return false;
  const socket = await connect(path);
  if (socket === undefined) return false;
  const end = () => socket.destroy();
  signal.addEventListener("abort", end);
  try {
    const request: AdminRequest = { backup: resolve(target) };
    socket.write(`${JSON.stringify(request)}\n`);
    const lines = createInterface({ input: socket });
    // It would wait for ever for the end of a socket that is destroyed, or that a killed server has reset.
    socket.once("close", () => lines.close());
    for await (const line of lines) {
      const reply = readReply(line);
      if (reply?.kind === "progress") onProgress(reply.done, reply.all);
      if (reply?.kind === "ended") return true;
      if (reply?.kind === "failed") throw new Error(reply.message);
    }
    signal.throwIfAborted();
    throw new Error(`Cannot make the backup '${target}': the server has ended meanwhile`);
  } finally {
    signal.removeEventListener("abort", end);
    socket.destroy();
  }
}

/** Connects to the server; `undefined` if there is none. */
function connect(path: string): Promise<net.Socket | undefined> {
  return new Promise((done, reject) => {
    const socket = net.connect(path);
    socket.on("connect", () => done(socket));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED") done(undefined);
      else
        reject(new Error(`Cannot ask the server for a backup: ${error.message}`, { cause: error }));
    });
  });
}
