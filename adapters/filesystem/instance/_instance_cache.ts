import { setImmediate as nextTurn } from "node:timers/promises";
import { offerSpareFiles } from "../disk/_spare_files.ts";
import type { Store } from "../disk/_store.ts";
import { Instance } from "./_instance.ts";

/** Variables of all instances together; about 130 bytes of memory each. */
const MAX_VARIABLES = 2_000_000;
/** How long fewer instances are kept after the process could open no more files. */
const SHORTAGE_MS = 60_000;

interface Slot {
  readonly loading: Promise<Instance>;
  /** What was loaded. */
  instance: Instance | undefined;
  users: number;
  /** Number of variables when it was last used. */
  size: number;
}

/** The instances that are in memory: those in use, and the ones used last. */
export class InstanceCache {
  readonly #store: Store;
  readonly #withdrawFiles: () => void;
  readonly #maxInstances: number;
  /** The most until `#shortUntil`. */
  #maxWhileShort = Number.POSITIVE_INFINITY;
  #shortUntil = 0;
  /** The one used last comes last. */
  readonly #slots = new Map<string, Slot>();
  /** The instances that are being closed. Until then they are not read anew, or two of them would mind one mark. */
  readonly #closing = new Map<string, Promise<void>>();
  #variables = 0;

  /** @param maxInstances Most instances in memory, unless more are in use at once. Each has an open file. */
  constructor(store: Store, maxInstances: number) {
    this.#store = store;
    this.#maxInstances = maxInstances;
    this.#withdrawFiles = offerSpareFiles(() => this.#closeSome());
  }

  /**
   * Runs `use` with an instance, which is read if it is not in memory. It stays there meanwhile. Who calls first is served
   * first.
   */
  async use<T>(id: string, use: (instance: Instance) => Promise<T>): Promise<T> {
    const slot = this.#take(id);
    try {
      const instance = await slot.loading;
      slot.instance = instance;
      return await use(instance);
    } finally {
      slot.users--;
      this.#putBack(id, slot);
    }
  }

  /** Closes all instances, as soon as nothing is under way in them. Nobody may use them any more. */
  async close(): Promise<void> {
    this.#withdrawFiles();
    while (this.#slots.size > 0 || this.#closing.size > 0) {
      for (const [id, slot] of this.#slots) this.#evict(id, slot);
      await Promise.all(this.#closing.values());
      if (this.#slots.size > 0) await nextTurn();
    }
  }

  #take(id: string): Slot {
    const slot = this.#slots.get(id) ?? this.#load(id);
    slot.users++;
    this.#slots.delete(id);
    this.#slots.set(id, slot);
    return slot;
  }

  #load(id: string): Slot {
    const load = () => Instance.load(this.#store, id, () => this.#putBack(id, slot));
    const closed = this.#closing.get(id);
    const loading = closed === undefined ? load() : closed.then(load);
    const slot: Slot = { loading, instance: undefined, users: 0, size: 0 };
    return slot;
  }

  /** Closes what is too much, and the instance itself if there is nothing in it. */
  #putBack(id: string, slot: Slot): void {
    if (slot.users > 0 || this.#slots.get(id) !== slot) return;
    const size = slot.instance?.size ?? 0;
    this.#variables += size - slot.size;
    slot.size = size;
    // One without variables has nothing that is worth keeping, and one that could not be read is tried anew.
    if (size === 0) this.#evict(id, slot);
    if (this.#hasTooMany) this.#evictSurplus(slot);
  }

  /**
   * The process can open no more files: closes a quarter of the instances. There are no more for a while, or they would soon
   * be too many again; but a moment in which all files were taken does not slow the store down for ever.
   */
  async #closeSome(): Promise<boolean> {
    const before = this.#slots.size;
    this.#maxWhileShort = Math.floor(before * 0.75);
    this.#shortUntil = performance.now() + SHORTAGE_MS;
    this.#evictSurplus();
    const closed = this.#slots.size < before;
    await Promise.all(this.#closing.values());
    return closed;
  }

  get #hasTooMany(): boolean {
    const { size } = this.#slots;
    if (size > this.#maxInstances || this.#variables > MAX_VARIABLES) return true;
    return size > this.#maxWhileShort && performance.now() < this.#shortUntil;
  }

  /** Closes those that were not used for longest, but not the one to `keep`. */
  #evictSurplus(keep?: Slot): void {
    for (const [id, slot] of this.#slots) {
      if (!this.#hasTooMany) break;
      if (slot !== keep) this.#evict(id, slot);
    }
  }

  /** Closes an instance, unless it is in use or something is under way in it. */
  #evict(id: string, slot: Slot): void {
    const { instance } = slot;
    if (slot.users > 0 || instance?.idle === false) return;
    this.#slots.delete(id);
    this.#variables -= slot.size;
    if (instance === undefined) return;
    const forget = () => {
      this.#closing.delete(id);
    };
    // A file that cannot be closed is no reason to refuse what comes next.
    this.#closing.set(id, instance.close().then(forget, forget));
  }
}
