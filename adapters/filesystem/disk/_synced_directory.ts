import { closeFile, openFile, syncNames } from "./_file_io.ts";
import type { WriteGuard } from "./_write_guard.ts";

/** A sync that is running, and the one that begins after it. */
interface Turn {
  readonly running: Promise<void>;
  next: Promise<void> | undefined;
}

/** A directory whose entries can be synced. It stays open. All who ask for a sync while one is running share the next one. */
export class SyncedDirectory {
  readonly path: string;
  readonly #guard: WriteGuard;
  readonly #fd: number | undefined;
  #turn: Turn | undefined;

  private constructor(path: string, guard: WriteGuard, fd: number | undefined) {
    this.path = path;
    this.#guard = guard;
    this.#fd = fd;
  }

  /** Opens a directory. Throws what the system reports. */
  static async open(path: string, guard: WriteGuard): Promise<SyncedDirectory> {
    // Windows cannot sync a directory; NTFS journals its entries.
    const fd = process.platform === "win32" ? undefined : await openFile(path, "r");
    return new SyncedDirectory(path, guard, fd);
  }

  /** Waits until all entries that are there now are on the disk. */
  sync(): Promise<void> {
    const turn = this.#turn;
    if (turn === undefined) return this.#start();
    // The sync that is running may have begun before the latest entry was made.
    turn.next ??= turn.running.catch(() => undefined).then(() => this.#start());
    return turn.next;
  }

  async close(): Promise<void> {
    if (this.#fd !== undefined) await closeFile(this.#fd);
  }

  #start(): Promise<void> {
    const running = this.#guard.run("sync a directory", async () => {
      if (this.#fd !== undefined) await syncNames(this.#fd);
    });
    const turn: Turn = { running, next: undefined };
    this.#turn = turn;
    const end = () => {
      if (this.#turn === turn && turn.next === undefined) this.#turn = undefined;
    };
    running.then(end, end);
    return running;
  }
}
