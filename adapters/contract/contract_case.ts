import type { VariableStorage } from "../../core/storage/storage.ts";

/** One store under test, and what only its author can do with it. Each case gets a store of its own, which is empty. */
export interface ContractSubject {
  /** Opens the store. After `close` or `crash` it opens the same store again. */
  open(): Promise<VariableStorage>;
  /**
   * Looks at the directory or the tables of the store, and names everything to which no variable refers and which crash recovery
   * does not need: temporary files, contents of lost uploads, rows without an owner. It is called while the storage is open and
   * no stage or reader is in use. Background deletion may not be finished then. So it is called again, for 5 s or more, and as
   * long as it names fewer each time. A lease that must run out first has to be shorter, such as 1 s.
   *
   * One case of a durable, shared store calls it while stages are in use. It may name them or not.
   */
  leftovers(): Promise<readonly string[]>;
  /**
   * From now on, `open` must open the store as a process that is killed now would leave it. Durable stores must have this method,
   * and only they need it.
   *
   * - If the store is files, this is most simply a copy of them, which `open` opens from then on.
   * - If the store is a server, the storages that are open lose their connections, in the middle of a transaction, too, and get no
   *   new ones; what they do on a clock ends, such as prolonging leases. Nothing else is removed: what they left goes when the next
   *   storages, or those that are still open, find that the leases have run out.
   *
   * The storages that are killed are only closed after this. Calls that still run there may fail. If the store is shared, closing
   * them may fail, too.
   *
   * @param only The storage whose process is killed; all others go on. It is given only if the store is shared. Default: all.
   */
  readonly crash?: ((only?: VariableStorage) => Promise<void>) | undefined;
  /** Runs `run` while each sync of the store's disk fails. Only needed if {@linkcode ContractSeams} asks for it. */
  readonly whileSyncsFail?: ((run: () => Promise<void>) => Promise<void>) | undefined;
  /** Runs `run` while the store's disk has no room. Only needed if {@linkcode ContractSeams} asks for it. */
  readonly whileFull?: ((run: () => Promise<void>) => Promise<void>) | undefined;
}

/** Additional abilities of a subject, for more cases. */
export interface ContractSeams {
  /** Whether the subject has `whileSyncsFail`. Default false: the cases that need it are left out. */
  readonly failingSyncs?: boolean | undefined;
  /**
   * Whether the storage has the optional `query`. Default false: the cases about queries are left out, and another case fails if the
   * storage has it.
   */
  readonly queries?: boolean | undefined;
  /**
   * Whether the storage has the optional `health`. Default false: the cases about it are left out, and another case fails if the
   * storage has it.
   */
  readonly health?: boolean | undefined;
  /** Whether the subject has `whileFull`. Default false: the cases that need it are left out. */
  readonly fullDisk?: boolean | undefined;
}

/** One promise that every adapter must keep. The case passes if `run` resolves. */
export interface ContractCase {
  /** The subject of the case, such as "reading". */
  readonly group: string;
  /** The promise in words. It is unique within the suite. */
  readonly name: string;
  /**
   * Runs the case, and closes everything that it opens. If the runner sets a deadline, it must suit the machine: most cases take
   * milliseconds, the longest take some seconds, and all of them take many times as long on a slow or shared processor.
   */
  run(subject: ContractSubject): Promise<void>;
}
