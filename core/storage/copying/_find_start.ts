import { compareNames } from "../compare_names.ts";
import type { VariableStorage } from "../storage.ts";
import { INCOMPLETE } from "./_pending_calls.ts";
import { walkInstances } from "./_walk.ts";
import { CopyError } from "./copy_error.ts";

/** Where a copy begins. */
export interface CopyStart {
  /** All instances up to this one are complete; `""` if none is known to be. */
  readonly after: string;
  /** The last instance that the target has; `""` if it is empty. */
  readonly last: string;
  /** Number of instances that are complete. */
  readonly skipped: number;
}

/**
 * Refuses a target that has variables already.
 *
 * @throws {CopyError} If it has.
 */
export async function startAnew(to: VariableStorage): Promise<CopyStart> {
  const [instanceId] = await to.instances({ limit: 1 });
  if (instanceId === undefined) return { after: "", last: "", skipped: 0 };
  throw new CopyError(
    `Cannot copy: the target has variables already, such as those of instance '${instanceId}'. Give an empty one, or resume if they are a part of a copy of this source`,
    { instanceId },
  );
}

/**
 * Finds where a copy was broken off. A copy goes in the order of the instances, and only the last 64 may be incomplete or missing.
 *
 * @throws {CopyError} If the target has something else than a part of a copy of this source.
 */
export async function findStart(
  from: VariableStorage,
  to: VariableStorage,
  signal: AbortSignal | undefined,
): Promise<CopyStart> {
  const sources = walkInstances(from);
  /** The last instances of the target, and the one before them. */
  const last: string[] = [];
  let firstGap: string | undefined;
  let found = 0;
  for await (const instanceId of walkInstances(to)) {
    signal?.throwIfAborted();
    let source = await sources.next();
    while (source.done !== true && compareNames(source.value, instanceId) < 0) {
      firstGap ??= source.value;
      source = await sources.next();
    }
    if (source.done === true || source.value !== instanceId) {
      throw notResumable(instanceId, "has", "the source lacks");
    }
    last.push(instanceId);
    if (last.length > INCOMPLETE + 1) last.shift();
    found++;
  }
  await sources.return();
  await checkOther(from, to, last.at(-1));
  const after = last.length > INCOMPLETE ? (last[0] ?? "") : "";
  if (firstGap !== undefined && compareNames(firstGap, after) < 0) {
    throw notResumable(firstGap, "lacks", "should be complete");
  }
  return { after, last: last.at(-1) ?? "", skipped: Math.max(0, found - INCOMPLETE) };
}

/**
 * Refuses a target that is the source, opened twice: the last instances would be deleted before they are read. A copy has other versions
 * and times.
 */
async function checkOther(
  from: VariableStorage,
  to: VariableStorage,
  instanceId: string | undefined,
): Promise<void> {
  if (instanceId === undefined) return;
  const [copy] = await to.list(instanceId, { limit: 1 });
  const record = copy && (await from.stat(instanceId, copy.name));
  if (copy === undefined || record?.version !== copy.version) return;
  if (record.updatedAt.getTime() !== copy.updatedAt.getTime()) return;
  throw new CopyError(
    `Cannot resume the copy: variable '${copy.name}' of instance '${instanceId}' has the same version and time in both, so they are one store, or one is a backup of the other`,
    { instanceId, variable: copy.name },
  );
}

function notResumable(instanceId: string, has: string, problem: string): CopyError {
  return new CopyError(
    `Cannot resume the copy: the target ${has} instance '${instanceId}', which ${problem}. It is no part of a copy of this source, or the source was changed; copy to an empty target`,
    { instanceId },
  );
}
