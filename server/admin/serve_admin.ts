import net from "node:net";
import type { Log } from "../../core/rest/log/log.ts";
import { clearSocketPath } from "../node/unix_socket/_clear_socket_path.ts";
import { isSocketPath } from "./_admin_path.ts";
import { type AdminReply, readRequest } from "./_messages.ts";

/** Makes a backup. */
export type BackUp = (
  target: string,
  options: {
    readonly onProgress: (done: number, all: number) => void;
    readonly signal: AbortSignal;
  },
) => Promise<void>;

/** Only the owner may use the socket. */
const UMASK = 0o177;
/** A request is one line. */
const MAX_REQUEST_BYTES = 65_536;
/** Progress is told so often, in milliseconds. */
const PROGRESS_MS = 100;

/**
 * Takes commands of other processes of the same user, on a Unix socket beside the store: backups. A socket that a
 * killed process has left is removed; any other file of that name stays, and no commands are taken.
 *
 * @param path Path of the socket.
 * @param backUp Makes a backup.
 * @returns Closes the socket, and ends the backups that run.
 */
export async function serveAdmin(
  path: string,
  backUp: BackUp,
  log: Log,
): Promise<() => Promise<void>> {
  const refusal = refusalOf(path);
  if (refusal !== undefined) {
    log("warn", `No backup can be made while this server runs: ${refusal}`, { path });
    return async () => {};
  }
  const connections = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    void serve(socket, backUp, log);
  });
  try {
    await clearSocketPath(path);
    await listen(server, path);
  } catch (error) {
    log("warn", "No backup can be made while this server runs: its socket cannot be made", {
      path,
      error,
    });
    return async () => {};
  }
  server.unref();
  return async () => {
    for (const socket of connections) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** Why there is no socket; `undefined` if there may be one. */
function refusalOf(path: string): string | undefined {
  if (process.platform === "win32") return "there is no way for Windows";
  return isSocketPath(path) ? undefined : "the path of its socket is too long";
}

/** Makes the socket. It appears with its mode, so nobody else can be faster. */
function listen(server: net.Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Also of connections that could not be accepted later, for lack of descriptors: whoever connects sees that.
    server.on("error", reject);
    const before = process.umask(UMASK);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
}

async function serve(socket: net.Socket, backUp: BackUp, log: Log): Promise<void> {
  const controller = new AbortController();
  const reply = (message: AdminReply) => socket.write(`${JSON.stringify(message)}\n`);
  socket.on("error", () => {});
  socket.on("close", () => controller.abort(new Error("the one who asked for it has ended")));
  const line = await firstLine(socket);
  const request = line === undefined ? undefined : readRequest(line);
  if (request === undefined) {
    reply({
      kind: "failed",
      message: "Cannot read the command: it is not of this version of varpost",
    });
    socket.end();
    return;
  }
  const { backup: target } = request;
  let last = 0;
  const onProgress = (done: number, all: number) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    reply({ kind: "progress", done, all });
  };
  try {
    log("info", "A backup begins", { target });
    await backUp(target, { onProgress, signal: controller.signal });
    log("info", "A backup has ended", { target });
    reply({ kind: "ended" });
  } catch (error) {
    log("warn", "A backup has failed, and nothing is left of it", { target, error });
    reply({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
  socket.end();
}

/** Reads the first line; `undefined` if there is none. Later bytes are dropped. */
async function firstLine(socket: net.Socket): Promise<string | undefined> {
  let text = "";
  return new Promise((resolve) => {
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      if (text.length > MAX_REQUEST_BYTES) return;
      text += chunk;
      const end = text.indexOf("\n");
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > MAX_REQUEST_BYTES) resolve(undefined);
    });
    socket.on("close", () => resolve(undefined));
  });
}
