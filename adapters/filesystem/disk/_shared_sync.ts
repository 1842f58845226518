import { syncDirectory } from "./_file_io.ts";

interface Turn {
  readonly running: Promise<void>;
  next: Promise<void> | undefined;
}

/** Syncs directories; all who ask while a sync runs share the one that comes after it. */
export class SharedSync {
  readonly #turns = new Map<string, Turn>();

  /** Waits until the entries that the directory has now are on the disk. */
  sync(directory: string): Promise<void> {
    const turn = this.#turns.get(directory);
    if (turn === undefined) return this.#start(directory);
    // The sync that runs may have begun before the caller's entry was there.
    turn.next ??= turn.running.catch(() => undefined).then(() => this.#start(directory));
    return turn.next;
  }

  #start(directory: string): Promise<void> {
    const running = syncDirectory(directory);
    const turn: Turn = { running, next: undefined };
    this.#turns.set(directory, turn);
    const end = () => {
      if (turn.next === undefined) this.#turns.delete(directory);
    };
    running.then(end, end);
    return running;
  }
}
