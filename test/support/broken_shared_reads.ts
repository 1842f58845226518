/**
 * Shared stores with one fault each in how an opener reads while another one writes. See `broken_storages.ts`.
 * @module
 */

import type { MemoryVariable } from "../../adapters/memory/_memory_variable.ts";
import { nextTurn } from "../../core/_next_turn.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { MaybePromise } from "../../core/storage/storage_driver.ts";
import { shared } from "./broken_shared_stores.ts";
import { StepByStep } from "./broken_shared_writes.ts";
import type { BrokenStorage } from "./broken_storages.ts";
import { SharedFront, type SharedStore } from "./shared_store.ts";

const WINDOW_BYTES = 4_194_304;

/** Asks for each 4 MiB by a statement of its own, which sees the bytes that are there then, and takes none for the end. */
class WindowByWindow extends SharedFront {
  override open(instanceId: string, name: string): MaybePromise<MemoryVariable | undefined> {
    const { kept } = this.store;
    const opened = kept.open(instanceId, name);
    if (opened === undefined) return undefined;
    opened.read = async function* (start, end) {
      for (let at = start; at < end; at += WINDOW_BYTES) {
        const present = kept.open(instanceId, name);
        yield* present?.read(at, Math.min(at + WINDOW_BYTES, end)) ?? [];
        await nextTurn();
      }
    };
    return opened;
  }
}

/** Sorts as a database does in the order of a language. */
class Collated extends SharedFront {
  override async list(
    instanceId: string,
    after: string,
    limit: number,
  ): Promise<readonly VariableRecord[]> {
    const page = await super.list(instanceId, after, limit);
    return page.toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  }

  override async instances(after: string, limit: number): Promise<readonly string[]> {
    return (await super.instances(after, limit)).toSorted((a, b) => a.localeCompare(b, "en"));
  }
}

/** Reads the two halves of a page of variables by two statements. */
class TwoSnapshots extends SharedFront {
  override async list(
    instanceId: string,
    after: string,
    limit: number,
  ): Promise<readonly VariableRecord[]> {
    const half = await super.list(instanceId, after, Math.min(limit, 2));
    const last = half.at(-1);
    if (last === undefined || limit <= 2) return half;
    await nextTurn();
    return [...half, ...(await super.list(instanceId, last.name, limit - 2))];
  }
}

/** Reads the second half of a page of instances by counting rows. */
class ByOffset extends SharedFront {
  override async instances(after: string, limit: number): Promise<readonly string[]> {
    const half = (await super.instances(after, limit)).slice(0, 2);
    await nextTurn();
    return [...half, ...(await super.instances(after, limit)).slice(2)];
  }
}

/** The broken stores, and the cases that must catch them. */
export const BROKEN_SHARED_READS: readonly BrokenStorage[] = [
  broken(
    "a statement for each window",
    WindowByWindow,
    "the others read one whole version or fail",
  ),
  broken("a statement for each window, slow", WindowByWindow, "outlives a large value"),
  broken("a short end", WindowByWindow, "outlives a deletion"),
  broken("variables in the order of a language", Collated, "a page of variables is one snapshot"),
  broken("instances in the order of a language", Collated, "pages of instances"),
  broken("a page of two snapshots", TwoSnapshots, "a page of variables is one snapshot"),
  broken("a page by offset", ByOffset, "pages of instances"),
  broken("an instance that goes and comes", StepByStep, "pages of instances"),
];

function broken(
  fault: string,
  Front: new (store: SharedStore) => SharedFront,
  caughtBy: string,
): BrokenStorage {
  return shared(fault, Front, caughtBy, "shared reads");
}
