import { compareNames } from "../compare_names.ts";
import type { VariableRecord, VariableStorage } from "../storage.ts";
import { differentMember } from "./_different_member.ts";
import { areEqual, sameBytes } from "./_same_bytes.ts";
import { walkInstances, walkVariables } from "./_walk.ts";
import { CopyError } from "./copy_error.ts";

/** What is compared, and who is told. */
export interface ComparisonParts {
  readonly from: VariableStorage;
  readonly to: VariableStorage;
  readonly signal: AbortSignal | undefined;
  /** Is told what was compared. */
  readonly count: (instances: number, variables: number, bytes: number) => void;
}

/**
 * Reads two storages, and compares all but versions and times.
 *
 * @throws {CopyError} For the first difference, or if a variable cannot be read.
 */
export async function compareStorages(parts: ComparisonParts): Promise<void> {
  const { from, to, signal, count } = parts;
  const copies = walkInstances(to);
  for await (const instanceId of walkInstances(from)) {
    signal?.throwIfAborted();
    const copy = await copies.next();
    if (copy.done === true || compareNames(copy.value, instanceId) > 0) {
      throw new CopyError(`The copy differs: it lacks instance '${instanceId}'`, { instanceId });
    }
    if (copy.value !== instanceId) throw foreign(copy.value);
    await compareInstance(parts, instanceId);
    count(1, 0, 0);
  }
  const more = await copies.next();
  if (more.done !== true) throw foreign(more.value);
}

function foreign(instanceId: string): CopyError {
  return new CopyError(`The copy differs: the source has no instance '${instanceId}'`, {
    instanceId,
  });
}

async function compareInstance(parts: ComparisonParts, instanceId: string): Promise<void> {
  const { from, to, signal, count } = parts;
  const copies = variablesOf(to, instanceId);
  for await (const record of variablesOf(from, instanceId)) {
    signal?.throwIfAborted();
    const { name } = record;
    const copy = await copies.next();
    if (copy.done === true || copy.value.name !== name) {
      throw different(instanceId, name, "is not at its place");
    }
    const member = differentMember(record, copy.value);
    if (member !== undefined) throw different(instanceId, name, `has another ${member}`);
    if (!(await isSameContent(parts, instanceId, record, copy.value))) {
      throw different(instanceId, name, "has other bytes");
    }
    count(0, 1, record.size);
  }
  const more = await copies.next();
  if (more.done !== true) {
    throw different(instanceId, more.value.name, "is not in the source");
  }
}

async function* variablesOf(storage: VariableStorage, instanceId: string) {
  for await (const page of walkVariables(storage, instanceId)) yield* page;
}

async function isSameContent(
  { from, to }: ComparisonParts,
  instanceId: string,
  record: VariableRecord,
  copy: VariableRecord,
): Promise<boolean> {
  if (record.isNull) return true;
  if (record.inline !== undefined && copy.inline !== undefined) {
    return areEqual(record.inline, copy.inline);
  }
  const { name } = record;
  try {
    const one = await from.open(instanceId, name);
    try {
      const other = await to.open(instanceId, name);
      try {
        return (
          one !== undefined && other !== undefined && (await sameBytes(one.read(), other.read()))
        );
      } finally {
        await other?.close();
      }
    } finally {
      await one?.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CopyError(
      `Cannot compare variable '${name}' of instance '${instanceId}' with its copy: ${reason}`,
      { cause, instanceId, variable: name },
    );
  }
}

function different(instanceId: string, variable: string, how: string): CopyError {
  return new CopyError(
    `The copy differs: variable '${variable}' of instance '${instanceId}' ${how}`,
    { instanceId, variable },
  );
}
