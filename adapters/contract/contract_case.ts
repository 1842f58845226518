import type { VariableStorage } from "../../core/storage/storage.ts";

/** One store under test, and what only its author knows about it. Each case gets one of its own, empty at first. */
export interface ContractSubject {
  /** Opens the store; again after `close` or `crash`: the same store. */
  open(): Promise<VariableStorage>;
  /**
   * Looks behind the storage, at its directory or tables, and names everything there that no variable refers to and no
   * crash-safe housekeeping needs: temporary files, contents of lost uploads, chunk rows without an owner. Asked while the
   * storage is open and no stage or reader is in use. What is deleted in the background may still be there: then it is asked
   * again, for 5 s or more, and as long as it names fewer each time.
   */
  leftovers(): Promise<readonly string[]>;
  /**
   * Only for durable stores, which must have it: from now on, `open` gives the store as a process that is killed right
   * now would leave it, most simply a copy of the files as they are. What was opened before is not used any more but
   * for its `close`.
   */
  readonly crash?: (() => Promise<void>) | undefined;
  /** Only if asked for by {@linkcode ContractSeams}: runs `run` while every sync of the store's disk fails. */
  readonly whileSyncsFail?: ((run: () => Promise<void>) => Promise<void>) | undefined;
}

/** What a subject can do beyond what it must. */
export interface ContractSeams {
  /** It has `whileSyncsFail`. Default false: the cases for it are left out. */
  readonly failingSyncs?: boolean | undefined;
}

/** One thing that every adapter must do. It passes if `run` resolves. */
export interface ContractCase {
  /** What the case is about, as in "reading". */
  readonly group: string;
  /** What must hold; unique within the suite. */
  readonly name: string;
  /**
   * Closes all that it opens. If the runner gives it a deadline, that must suit the machine: most cases take milliseconds,
   * the longest some seconds, and all of them many times that where the processor is slow or shared.
   */
  run(subject: ContractSubject): Promise<void>;
}
