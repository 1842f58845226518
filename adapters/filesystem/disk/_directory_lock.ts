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
 * Keeps a directory for one process. The holder listens on a socket in it. When its process ends, for whatever reason, nobody
 * listens any more. A file with a process id would stay, and another process could have this id later.
 *
 * Several processes may try to get the lock at once, also after a holder was killed. Each makes a claim: a socket `claim-ID`, which
 * listens before its name appears. So a claim on which nobody listens is dead. Then each looks at the claims of the others. It
 * gives its own up if another one has a second name, `owner-ID`, and so belongs to the holder, or if a living one has a smaller ID.
 * If a living one has a larger ID, its process is about to see this claim and to give up, so this process waits. When no other
 * claim is living, it holds the directory.
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
   * @throws {StorageError} "locked" if it is held already, in this process or in another one of this machine.
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
        // A holder has removed it: in the moment before it listened, it seemed dead.
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

/** Gives the paths of sockets in a directory, even if the path of the directory is too long for a socket. */
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

/** Waits until no other claim is living. */
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

/** Removes the sockets of killed processes. Only the holder may call this. It may hit a new claim, which is refused anyhow. */
async function removeDead(directory: string, sockets: SocketDirectory): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!(await answers(sockets.path(name)))) await rm(join(directory, name), { force: true });
  }
}

function listen(path: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    // Later errors are of connections that could not be accepted. Whoever connects knows all the same that somebody listens.
    server.on("error", reject);
    server.listen(path, () => {
      // The lock alone must not keep the process alive.
      server.unref();
      resolve(server);
    });
  });
}

/** Whether a process listens on a socket. If the system does not clearly say no, the answer is yes. */
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
