import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { SortedNames } from "../../_sorted_names.ts";
import { readLogOwner } from "../log/_read_log_owner.ts";
import { withSpareFiles } from "./_file_io.ts";
import { decodeInstanceName } from "./_instance_name.ts";
import type { StoreLayout } from "./_store_layout.ts";

const LOG_SUFFIX = ".log";
/** Ids that are sorted in one turn of the event loop. */
const IDS_PER_TURN = 4_096;

/** The sorted ids of all instances that have a variable. Read from the disk when first asked for, then kept true. */
export class InstanceList {
  readonly #layout: StoreLayout;
  #ids: SortedNames | undefined;
  #loading: Promise<SortedNames> | undefined;
  /** Instances that appear or vanish while the disk is read, or whose change is not synced yet: whether they are there. */
  readonly #unsettled = new Map<string, boolean>();

  constructor(layout: StoreLayout) {
    this.#layout = layout;
  }

  /** The first `limit` ids that come after `after`. */
  async after(after: string, limit: number): Promise<readonly string[]> {
    this.#loading ??= this.#load();
    try {
      const ids = await this.#loading;
      return ids.after(after, limit);
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }

  /** An instance is about to appear or to vanish: until `settle`, it is there as before. */
  expect(id: string, present: boolean): void {
    if (this.#ids === undefined) this.#unsettled.set(id, present);
  }

  /** Whether an instance is there is on the disk now. */
  settle(id: string, present: boolean): void {
    if (this.#ids === undefined) {
      if (this.#loading === undefined) this.#unsettled.delete(id);
      else this.#unsettled.set(id, present);
    } else if (present) this.#ids.add(id);
    else this.#ids.delete(id);
  }

  async #load(): Promise<SortedNames> {
    const ids = new SortedNames();
    let count = 0;
    for (const shard of this.#layout.shards()) {
      for (const entry of await withSpareFiles(() => readdir(shard))) {
        if (!entry.endsWith(LOG_SUFFIX)) continue;
        const id =
          decodeInstanceName(entry.slice(0, -LOG_SUFFIX.length)) ??
          (await readLogOwner(join(shard, entry)));
        if (id !== undefined) ids.add(id);
        if (++count % IDS_PER_TURN === 0) await nextTurn();
      }
    }
    for (const [id, present] of this.#unsettled) {
      if (present) ids.add(id);
      else ids.delete(id);
    }
    this.#unsettled.clear();
    this.#ids = ids;
    return ids;
  }
}
