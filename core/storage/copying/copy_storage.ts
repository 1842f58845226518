import { checkMembers } from "../../errors/_check_members.ts";
import type { VariableStorage } from "../storage.ts";
import { compareStorages } from "./_compare_storages.ts";
import { findStart, startAnew } from "./_find_start.ts";
import { InstanceCopier } from "./_instance_copier.ts";
import { PendingCalls } from "./_pending_calls.ts";
import { walkInstances } from "./_walk.ts";
import type { CopyOptions, CopyProgress, CopyResult } from "./copy_options.ts";

/**
 * Copies all variables of one storage to another one, of whatever kind: names, types, value infos, nulls and bytes. Versions and times
 * are new. The memory that it takes does not depend on the number of variables or their sizes.
 *
 * It goes in the order of the instances and names. So a copy that was broken off, in whatever way, can be resumed. Small variables that
 * one page lists are read as one snapshot and written by one call; each larger one is read whole. If the source is changed meanwhile,
 * the copy may have some changes and not others: copy a store that nobody writes to.
 *
 * @param from The source. Nothing is changed in it.
 * @param to The target. It must be empty, unless the copy is resumed.
 * @param options How to copy.
 * @returns What was copied.
 * @throws {TypeError} If both are one storage, or an option is unknown.
 * @throws {CopyError} If the target has other variables, if a variable cannot be read or written, or if the copy differs. What was
 * copied stays; resume when the cause is gone. A `StorageError` is its `cause`.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { copyStorage } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * const from = new MemoryStorage();
 * const content = new TextEncoder().encode("42");
 * await from.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * const to = new MemoryStorage();
 * const result = await copyStorage(from, to, { verify: true });
 * assert.deepEqual(result, { instances: 1, variables: 1, bytes: 2, skipped: 0 });
 * const record = await to.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * ```
 */
export async function copyStorage(
  from: VariableStorage,
  to: VariableStorage,
  options: CopyOptions = {},
): Promise<CopyResult> {
  checkMembers("options of copyStorage", options, OPTIONS);
  if (from === to) throw new TypeError("Cannot copy a storage to itself: give another target");
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const start = options.resume === true ? await findStart(from, to, signal) : await startAnew(to);
  const copied = new Counter("copy", start.skipped, onProgress);
  const pending = new PendingCalls();
  const copier = new InstanceCopier({
    from,
    to,
    pending,
    signal,
    count: (variables, bytes) => copied.add(0, variables, bytes),
  });
  // Instances up to the target's last one may be there in parts.
  let isAgain = start.last !== "" && start.last !== start.after;
  try {
    for await (const instanceId of walkInstances(from, start.after)) {
      signal?.throwIfAborted();
      await copier.copy(instanceId, isAgain);
      if (instanceId === start.last) {
        isAgain = false;
        // Instances without a call of their own were passed over. So those that may be incomplete are the last ones again only now.
        await pending.finish();
      }
      copied.add(1, 0, 0);
    }
    await pending.finish();
  } finally {
    await pending.settle();
  }
  if (options.verify === true) {
    const compared = new Counter("verify", 0, onProgress);
    await compareStorages({ from, to, signal, count: compared.add.bind(compared) });
  }
  const { instances, variables, bytes } = copied.progress;
  return { instances: instances - start.skipped, variables, bytes, skipped: start.skipped };
}

const OPTIONS = { resume: true, verify: true, onProgress: true, signal: true } as const;

/** Counts, and tells it. */
class Counter {
  progress: CopyProgress;
  readonly #onProgress: CopyOptions["onProgress"];

  constructor(
    phase: CopyProgress["phase"],
    instances: number,
    onProgress: CopyOptions["onProgress"],
  ) {
    this.progress = { phase, instances, variables: 0, bytes: 0 };
    this.#onProgress = onProgress;
  }

  add(instances: number, variables: number, bytes: number): void {
    const { phase, ...before } = this.progress;
    this.progress = {
      phase,
      instances: before.instances + instances,
      variables: before.variables + variables,
      bytes: before.bytes + bytes,
    };
    this.#onProgress?.(this.progress);
  }
}
