import { lstat, rm } from "node:fs/promises";
import { connect } from "node:net";

/**
 * Takes away the socket file that a killed server has left.
 *
 * @param path The path of the file, which need not exist.
 * @throws {Error} If a server listens there, or if it is any other file: that stays.
 */
export async function clearSocketPath(path: string): Promise<void> {
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw refusal(path, error.message, error);
  });
  if (stats === undefined) return;
  if (!stats.isSocket()) {
    throw refusal(path, "there is a file that is no socket; take another path, or remove it");
  }
  const fault = await tryToConnect(path);
  if (fault === undefined || fault.code === "EAGAIN") {
    throw refusal(path, "another process listens there; take another path");
  }
  if (fault.code === "ECONNREFUSED") await rm(path, { force: true });
  else if (fault.code !== "ENOENT") throw refusal(path, fault.message, fault);
}

/** Returns why there is no connection; `undefined` if there is one. */
function tryToConnect(path: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once("error", resolve);
  });
}

function refusal(path: string, problem: string, cause?: unknown): Error {
  return new Error(`Cannot listen on 'unix:${path}': ${problem}`, { cause });
}
