import { createHash, randomBytes } from "node:crypto";
import { link, readdir, realpath, rename, rm } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { closeFile, openFile } from "./_file_io.ts";
import { systemCode } from "./_to_storage_error.ts";

/** A socket's path has to fit into 104 to 108 bytes, depending on the system. */
const MAX_SOCKET_PATH_BYTES = 100;
const POLL_MS = 5;

/**
 * Keeps a directory for one process. The holder listens on a socket in it: unlike a file with a process id, a socket falls
 * silent when its process ends, however it ends, and no other process can be mistaken for it.
 *
 * Several may try at once, also behind a holder that was killed. Each makes a claim: a socket that listens before others
 * can see its name, `claim-…`. Then it looks at the other claims. A silent one is dead. If one belongs to
 * a holder (a second name, `owner-…`), or is living and comes first in order, the claim is given up; if one comes later, its
 * owner is about to see this one, so it is waited for. When no other is left, the directory is held.
 */
export class DirectoryLock {
  readonly #server: net.Server;
  readonly #files: readonly string[];

  private constructor(server: net.Server, files: readonly string[]) {
    this.#server = server;
    this.#files = files;
  }

  /**
   * @param directory A folder for the lock alone.
   * @throws {StorageError} "locked" if another holds it, in this process or any other of this machine.
   */
  static async acquire(directory: string): Promise<DirectoryLock> {
    if (process.platform === "win32") return DirectoryLock.#acquirePipe(directory);
    const id = randomBytes(12).toString("hex");
    const fresh = join(directory, `new-${id}`);
    const claim = join(directory, `claim-${id}`);
    const owner = join(directory, `owner-${id}`);
    const sockets = await SocketDirectory.open(directory);
    let server: net.Server | undefined;
    try {
      server = await listen(sockets.path(`new-${id}`));
      await rename(fresh, claim).catch((error) => {
        // An owner took it for a dead one, in the moment before it listened.
        throw systemCode(error) === "ENOENT" ? locked() : error;
      });
      const lock = new DirectoryLock(server, [owner, claim]);
      try {
        await awaitTurn(directory, sockets, id);
        await link(claim, owner);
        await removeDead(directory, sockets);
        return lock;
      } catch (error) {
        await lock.release();
        throw error;
      }
    } catch (error) {
      server?.close();
      await rm(fresh, { force: true });
      throw error;
    } finally {
      await sockets.close();
    }
  }

  /** Releases the directory. */
  async release(): Promise<void> {
    try {
      for (const file of this.#files) await rm(file, { force: true });
    } finally {
      await this.abandon();
    }
  }

  /** Releases the directory as if the process were killed: its sockets stay. */
  abandon(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A pipe of Windows is exclusive and vanishes with its process. */
  static async #acquirePipe(directory: string): Promise<DirectoryLock> {
    const name = createHash("sha256")
      .update(await realpath(directory))
      .digest("hex");
    try {
      return new DirectoryLock(await listen(`\\\\.\\pipe\\varpost-${name}`), []);
    } catch (error) {
      throw systemCode(error) === "EADDRINUSE" ? locked() : error;
    }
  }
}

/** Names sockets in a directory whose own path may be too long for one. */
class SocketDirectory {
  readonly #prefix: string;
  readonly #fd: number | undefined;

  private constructor(prefix: string, fd: number | undefined) {
    this.#prefix = prefix;
    this.#fd = fd;
  }

  static async open(directory: string): Promise<SocketDirectory> {
    if (Buffer.byteLength(directory) + 40 <= MAX_SOCKET_PATH_BYTES) {
      return new SocketDirectory(directory, undefined);
    }
    if (process.platform !== "linux") {
      throw new StorageError(
        "io",
        `Cannot open '${directory}': its path is too long for a socket in it; use a shorter one`,
      );
    }
    const fd = await openFile(directory, "r");
    return new SocketDirectory(`/proc/self/fd/${fd}`, fd);
  }

  path(name: string): string {
    return join(this.#prefix, name);
  }

  async close(): Promise<void> {
    if (this.#fd !== undefined) await closeFile(this.#fd);
  }
}

/** Resolves when no other claim is left. */
async function awaitTurn(directory: string, sockets: SocketDirectory, id: string): Promise<void> {
  for (;;) {
    let later = false;
    for (const name of await readdir(directory)) {
      const other = name.slice(name.indexOf("-") + 1);
      if (!name.startsWith("claim-") || other === id) continue;
      if (!(await answers(sockets.path(name)))) continue;
      if (other < id || (await readdir(directory)).includes(`owner-${other}`)) throw locked();
      later = true;
    }
    if (!later) return;
    await sleep(POLL_MS);
  }
}

/** Removes what processes left that were killed. Only the owner may call this; others are turned away anyhow. */
async function removeDead(directory: string, sockets: SocketDirectory): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!(await answers(sockets.path(name)))) await rm(join(directory, name), { force: true });
  }
}

function listen(path: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    // Later ones tell of a caller that could not be let in, which has its answer all the same.
    server.on("error", reject);
    server.listen(path, () => {
      // The lock is no reason for a process to go on.
      server.unref();
      resolve(server);
    });
  });
}

/** Whether a process listens. Only a clear "no" counts as one. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error) => {
      const code = systemCode(error);
      resolve(code !== "ECONNREFUSED" && code !== "ENOENT");
    });
  });
}

function locked(): StorageError {
  return new StorageError(
    "locked",
    "Cannot open the store: another process has it open, perhaps a running varpost",
  );
}
