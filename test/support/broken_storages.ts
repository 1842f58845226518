/**
 * Adapters with one common fault each. The contract suite must catch each of them: this proves that the suite finds faults.
 * @module
 */

import { collect } from "../../adapters/contract/_content.ts";
import type { ContractSubject } from "../../adapters/contract.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import { nextTurn } from "../../core/_next_turn.ts";
import type {
  Change,
  OpenVariable,
  PageOptions,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";
import { type DiskFaults, SimulatedDisk } from "./simulated_disk.ts";
import { StorageWrapper } from "./storage_wrapper.ts";
import { wrapVariable } from "./wrap_variable.ts";

/** One broken adapter. */
export interface BrokenStorage {
  readonly fault: string;
  readonly capabilities: StorageCapabilities;
  /** The group of the case that must catch it. */
  readonly group: string;
  /** A piece of the name of the case that must catch it. */
  readonly caughtBy: string;
  /** Whether it has `query`. Default false. */
  readonly queries?: boolean;
  /** Whether the cases about `health` are run. Default false. */
  readonly health?: boolean;
  createSubject(): ContractSubject;
}

type Applied = readonly (VariableRecord | undefined)[];

const IN_MEMORY: StorageCapabilities = { durable: false, shared: false };
const ON_DISK: StorageCapabilities = { durable: true, shared: false };

/** Makes the changes of a batch one by one: others see them one by one, and if one fails, the earlier ones stay. */
class TornBatch extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied: (VariableRecord | undefined)[] = [];
    for (const change of changes) {
      applied.push(...(await this.inner.apply(instanceId, [change])));
      await pause();
    }
    return applied;
  }
}

/** Shows the first half of a large value before the rest. */
class TornContent extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const [change] = changes;
    if (change?.op === "put" && isStage(change.content) && change.content.size > 100_000) {
      for await (const chunk of change.content.read()) {
        await this.inner.apply(instanceId, [{ ...change, content: chunk.slice(0, 50_000) }]);
        break;
      }
      await pause();
    }
    return this.inner.apply(instanceId, changes);
  }
}

/** Ends a read short, without an error, if the variable is replaced meanwhile. */
class ShortRead extends StorageWrapper {
  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const opened = await this.inner.open(instanceId, name);
    const present = () => this.inner.open(instanceId, name);
    if (opened === undefined) return undefined;
    return wrapVariable(opened, {
      async *read(start = 0, end = opened.record.size) {
        let position = 0;
        for await (const chunk of opened.read(start, end)) {
          const now = await present();
          await now?.close();
          if (position > 0 && now?.record.version !== opened.record.version) return;
          position += chunk.length;
          yield chunk;
        }
      },
    });
  }
}

/** Reads a whole value into memory before it yields the first byte. */
class WholeRead extends StorageWrapper {
  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const opened = await this.inner.open(instanceId, name);
    if (opened === undefined) return undefined;
    return wrapVariable(opened, {
      async *read(start, end) {
        yield await collect(opened.read(start, end));
      },
    });
  }
}

/** Leaves the bytes of a failed upload behind. */
class LeakingStage extends StorageWrapper {
  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    try {
      return await this.inner.stage(source);
    } catch (error) {
      this.left.push("a stage");
      throw error;
    }
  }
}

/** Replaces the error of a source by its own. */
class WrappedSourceError extends StorageWrapper {
  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    return this.inner.stage(source).catch((cause: unknown) => {
      throw new Error("Cannot stage the content", { cause });
    });
  }
}

/** Treats a source that fails like one that has ended. */
class SwallowedSourceError extends StorageWrapper {
  override stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    return this.inner.stage(untilFailure(source));
  }
}

/** Copies a chunk only after it has asked for the next one. */
class LateCopy extends StorageWrapper {
  override stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    return this.inner.stage(oneBehind(source));
  }
}

/** Sorts like JavaScript, by UTF-16 code units. */
class Utf16Order extends StorageWrapper {
  override async list(id: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    return (await this.inner.list(id, page)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** Begins a page with the last entry of the page before. */
class InclusivePages extends StorageWrapper {
  override async instances(page: PageOptions = {}): Promise<readonly string[]> {
    const { after = "", limit = 1_000 } = page;
    const all = await this.inner.instances({ limit: 10_000 });
    return all.filter((id) => id >= after).slice(0, limit);
  }
}

/** Treats names that look the same as equal. */
class NormalizedNames extends StorageWrapper {
  override apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const normalized = changes.map((change) =>
      change.op === "clear" ? change : { ...change, name: change.name.normalize("NFC") },
    );
    return this.inner.apply(instanceId, normalized);
  }

  override open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    return this.inner.open(instanceId, name.normalize("NFC"));
  }
}

/** Treats instance ids that differ only in case as equal, as some file systems do. */
class CaseFolding extends StorageWrapper {
  override apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    return this.inner.apply(instanceId.toLowerCase(), changes);
  }

  override open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    return this.inner.open(instanceId.toLowerCase(), name);
  }
}

/** Checks a precondition in one turn, and writes in a later one. */
class LatePrecondition extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const [change] = changes;
    if (changes.length !== 1 || change?.op !== "put" || change.condition === undefined) {
      return this.inner.apply(instanceId, changes);
    }
    const { condition, ...unconditional } = change;
    const present = await this.inner.stat(instanceId, change.name);
    if (condition.ifMatch?.includes(present?.version ?? "") === false) {
      return this.inner.apply(instanceId, changes);
    }
    return this.inner.apply(instanceId, [unconditional]);
  }
}

/** Fails all calls of one turn if one of them fails. */
class SharedFailure extends StorageWrapper {
  #turn: Promise<unknown> = Promise.resolve();

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applying = this.inner.apply(instanceId, changes);
    this.#turn = Promise.all([this.#turn, applying]);
    this.#turn.catch(() => {});
    nextTurn().then(() => {
      this.#turn = Promise.resolve();
    });
    await this.#turn;
    return applying;
  }
}

/** Commits a call with a stage after later calls. */
class LargeComesLater extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    if (changes.some((change) => change.op === "put" && isStage(change.content))) {
      await pause();
    }
    return this.inner.apply(instanceId, changes);
  }
}

/** Makes versions of contents, not of commits. */
class ContentVersion extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied = await this.inner.apply(instanceId, changes);
    return applied.map((record) => record && { ...record, version: `size-${record.size}` });
  }
}

/** Stores a typed null as content of 0 bytes. */
class NullAsEmpty extends StorageWrapper {
  override apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const filled = changes.map((change) =>
      change.op === "put" && change.content === null
        ? { ...change, content: new Uint8Array(0) }
        : change,
    );
    return this.inner.apply(instanceId, filled);
  }
}

/** Stays open at the end of an `await using` block. */
class EndlessBlock extends StorageWrapper {
  override async [Symbol.asyncDispose](): Promise<void> {}
}

/** Closes while calls are still running. */
class HastyClose extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    await pause();
    return this.inner.apply(instanceId, changes);
  }
}

/** The broken adapters, and the cases that must catch them. */
export const BROKEN_STORAGES: readonly BrokenStorage[] = [
  inMemory("torn batch", TornBatch, "batches", "undoes all"),
  inMemory("torn batch, seen", TornBatch, "concurrency", "seen whole or not at all"),
  inMemory("torn content", TornContent, "concurrency", "every reader gets one whole version"),
  inMemory("short read", ShortRead, "reading", "a running read outlives"),
  inMemory("whole read", WholeRead, "reading", "comes in pieces"),
  inMemory("leaking stage", LeakingStage, "staging", "leaves nothing behind"),
  inMemory("wrapped source error", WrappedSourceError, "staging", "its own error"),
  inMemory("swallowed source error", SwallowedSourceError, "staging", "a source that fails"),
  inMemory("late copy", LateCopy, "staging", "chunks of any length"),
  inMemory("UTF-16 order", Utf16Order, "listing", "variables come in UTF-8 order"),
  inMemory("inclusive pages", InclusivePages, "listing", "instances come in UTF-8 order"),
  inMemory("normalised names", NormalizedNames, "names", "a variable of its own"),
  inMemory("names without case", CaseFolding, "names", "an instance of its own"),
  inMemory("late precondition", LatePrecondition, "concurrency", "no update is lost"),
  inMemory("shared failure", SharedFailure, "concurrency", "only its own call"),
  inMemory("large comes later", LargeComesLater, "concurrency", "right after a large one"),
  inMemory("version of the content", ContentVersion, "records", "a version of its own"),
  inMemory("null as empty", NullAsEmpty, "round trip", "a typed null"),
  inMemory("block without end", EndlessBlock, "closing", "'await using'"),
  inMemory("hasty close", HastyClose, "closing", "waits for running calls"),
  onDisk("no sync", { losesLastApply: true }, "a crash"),
  onDisk("no sweep", { doesNotSweep: true }, "nothing is left of unused stages"),
  onDisk("no lock", { doesNotLock: true }, "is locked"),
  onDisk("gives back after a failed sync", { givesBack: true }, "no stage is given back"),
  onDisk("goes on after a failed sync", { goesOn: true }, "no stage is given back"),
];

/** Makes a broken adapter whose fault shows in memory. */
export function inMemory(
  fault: string,
  Broken: new (inner: VariableStorage) => StorageWrapper,
  group: string,
  caughtBy: string,
): BrokenStorage {
  const createSubject = (): ContractSubject => {
    const storage = new Broken(new MemoryStorage());
    const leftovers = async () => storage.left;
    return { open: async () => storage, leftovers };
  };
  return { fault, capabilities: IN_MEMORY, group, caughtBy, createSubject };
}

function onDisk(fault: string, faults: DiskFaults, caughtBy: string): BrokenStorage {
  const createSubject = () => new SimulatedDisk(faults);
  return { fault, capabilities: ON_DISK, group: "durability", caughtBy, createSubject };
}

/** Waits so long that each reader that reads once in a turn has read meanwhile. */
async function pause(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await nextTurn();
}

function isStage(content: StagedContent | Uint8Array | null): content is StagedContent {
  return content !== null && !(content instanceof Uint8Array);
}

async function* untilFailure(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch {
    // The fault.
  }
}

async function* oneBehind(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let last: Uint8Array | undefined;
  for await (const chunk of source) {
    if (last !== undefined) yield last;
    last = chunk;
  }
  if (last !== undefined) yield last;
}
