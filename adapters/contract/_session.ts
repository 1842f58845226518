import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { lastingLeftovers } from "./_lasting_leftovers.ts";
import type { ContractSubject } from "./contract_case.ts";

/** Opens and reopens the store of a case, and closes everything in the end. */
export class Session {
  readonly #subject: ContractSubject;
  readonly #opened: VariableStorage[] = [];
  /** The openers of a shared store that were killed. */
  readonly #killed = new Set<VariableStorage>();
  #storage: VariableStorage;
  #closed = false;

  private constructor(subject: ContractSubject, storage: VariableStorage) {
    this.#subject = subject;
    this.#storage = storage;
    this.#opened.push(storage);
  }

  /** Opens the store, runs a case, and expects that it leaves nothing behind in the store. */
  static async run(
    subject: ContractSubject,
    body: (session: Session) => Promise<void>,
  ): Promise<void> {
    const session = new Session(subject, await subject.open());
    try {
      await body(session);
      if (!session.#closed) await session.expectNothingLeft();
    } catch (error) {
      // An error of closing would hide this one.
      await Promise.allSettled(session.#opened.map((storage) => storage.close()));
      throw error;
    }
    for (const storage of session.#opened) {
      // Whose connections were cut cannot tell its store that it closes.
      if (session.#killed.has(storage)) await Promise.allSettled([storage.close()]);
      else await storage.close();
    }
  }

  /** The latest storage. */
  get storage(): VariableStorage {
    return this.#storage;
  }

  /** Opens the store, even if it is open already. */
  async open(): Promise<VariableStorage> {
    this.#storage = await this.#subject.open();
    this.#opened.push(this.#storage);
    this.#closed = false;
    return this.#storage;
  }

  /** Closes the storage. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#storage.close();
  }

  /** Closes the storage and opens it again. */
  async reopen(): Promise<VariableStorage> {
    await this.close();
    return this.open();
  }

  /** Opens the store as a kill of the process, or of all processes that have it open, would leave it. */
  async crash(): Promise<VariableStorage> {
    await this.#crash();
    for (const storage of this.#opened) {
      if (storage.capabilities.shared) this.#killed.add(storage);
    }
    return this.open();
  }

  /** Kills the process of one opener of a shared store. The others go on. */
  async kill(storage: VariableStorage): Promise<void> {
    await this.#crash(storage);
    this.#killed.add(storage);
  }

  /** Runs `run` while the disk fails to sync. */
  async whileSyncsFail(run: () => Promise<void>): Promise<void> {
    assert.ok(this.#subject.whileSyncsFail, "The subject needs 'whileSyncsFail'");
    await this.#subject.whileSyncsFail(run);
  }

  /** Runs `run` while the disk has no room. */
  async whileFull(run: () => Promise<void>): Promise<void> {
    assert.ok(this.#subject.whileFull, "The subject needs 'whileFull'");
    await this.#subject.whileFull(run);
  }

  /** Expects that nothing is left to which no variable refers. Waits while background deletion makes progress. */
  async expectNothingLeft(): Promise<void> {
    const leftovers = await lastingLeftovers(() => this.#subject.leftovers());
    assert.deepEqual(leftovers, [], "Something is left that no variable refers to");
  }

  /** Names what no variable refers to now, also what is in use. */
  leftovers(): Promise<readonly string[]> {
    return this.#subject.leftovers();
  }

  async #crash(only?: VariableStorage): Promise<void> {
    assert.ok(this.#subject.crash, "The subject of a durable store needs 'crash'");
    await this.#subject.crash(only);
  }
}
