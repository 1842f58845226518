import assert from "node:assert/strict";
import {
  INLINE_BYTES,
  type OpenVariable,
  type PutChange,
  type VariableRecord,
  type VariableStorage,
} from "../../core/storage/storage.ts";
import type { StorageErrorCode } from "../../core/storage/storage_error.ts";
import { assertBytes, collect } from "./_content.ts";

/** The instance of cases that need only one. */
export const INSTANCE = "order-1";

/** Makes a put, by default of type Bytes and without value info. */
export function put(
  name: string,
  content: PutChange["content"],
  more: Partial<Pick<PutChange, "type" | "valueInfo" | "condition">> = {},
): PutChange {
  return { op: "put", name, type: "Bytes", valueInfo: {}, content, ...more };
}

/** Puts one variable, and returns its record. */
export async function putOne(
  storage: VariableStorage,
  name: string,
  content: PutChange["content"],
  instanceId: string = INSTANCE,
): Promise<VariableRecord> {
  const [record] = await storage.apply(instanceId, [put(name, content)]);
  assert.ok(record, "A put gives its record");
  return record;
}

/** Deletes one variable. */
export async function deleteOne(
  storage: VariableStorage,
  name: string,
  instanceId: string = INSTANCE,
): Promise<void> {
  await storage.apply(instanceId, [{ op: "delete", name }]);
}

/** Deletes all variables of an instance. */
export async function clear(
  storage: VariableStorage,
  instanceId: string = INSTANCE,
): Promise<void> {
  await storage.apply(instanceId, [{ op: "clear" }]);
}

/** Opens a variable, which must exist. */
export async function openOne(
  storage: VariableStorage,
  name: string,
  instanceId: string = INSTANCE,
): Promise<OpenVariable> {
  const variable = await storage.open(instanceId, name);
  assert.ok(variable, `Variable '${name}' is there`);
  return variable;
}

/** Reads all bytes of a variable, which must exist. */
export async function readOne(
  storage: VariableStorage,
  name: string,
  instanceId: string = INSTANCE,
): Promise<Uint8Array> {
  const variable = await openOne(storage, name, instanceId);
  try {
    return await collect(variable.read());
  } finally {
    await variable.close();
  }
}

/** Expects that a variable has exactly these bytes when it is read, in its size, and inline if they must be inline. */
export async function expectContent(
  storage: VariableStorage,
  name: string,
  expected: Uint8Array,
  instanceId: string = INSTANCE,
): Promise<void> {
  const variable = await openOne(storage, name, instanceId);
  try {
    const { record } = variable;
    const what = `'${name}', put with ${expected.length} bytes`;
    assert.equal(record.isNull, false, `${what}: isNull`);
    assert.equal(record.size, expected.length, `${what}: size ${record.size}`);
    if (expected.length <= INLINE_BYTES) assertBytes(record.inline, expected, "inline");
    else assert.equal("inline" in record, false, "A large content is not inline");
    assertBytes(await collect(variable.read()), expected);
  } finally {
    await variable.close();
  }
}

/** Expects that a variable does not exist, by `stat`, `open` and `list`. */
export async function expectAbsent(
  storage: VariableStorage,
  name: string,
  instanceId: string = INSTANCE,
): Promise<void> {
  assert.equal(await storage.stat(instanceId, name), undefined, `stat of '${name}'`);
  assert.equal(await storage.open(instanceId, name), undefined, `open of '${name}'`);
  const names = (await storage.list(instanceId)).map((record) => record.name);
  assert.ok(!names.includes(name), `list with '${name}'`);
}

/** Expects that two records are equal. Their bytes may be in different subclasses of Uint8Array. */
export function assertSameRecord(
  actual: VariableRecord | undefined,
  expected: VariableRecord | undefined,
): void {
  assert.deepEqual(comparable(actual), comparable(expected));
}

function comparable(record: VariableRecord | undefined) {
  if (record?.inline === undefined) return record;
  return { ...record, inline: Array.from(record.inline) };
}

/**
 * Expects that a function rejects or throws with a `StorageError` of this code.
 *
 * @param run The function.
 * @param code The code.
 * @param about The input, for the message, if a case has several.
 */
export async function rejectsWithCode(
  run: () => Promise<unknown>,
  code: StorageErrorCode,
  about?: string,
): Promise<void> {
  if (about === undefined) await assert.rejects(run, { name: "StorageError", code });
  else await assert.rejects(run, { name: "StorageError", code }, about);
}

/** Expects that reading gives exactly these bytes, or rejects with "gone": never less, and never other bytes. */
export async function expectWholeOrGone(
  reading: Promise<Uint8Array>,
  expected: Uint8Array,
): Promise<void> {
  const outcome = await reading.catch((error: unknown) => error);
  if (outcome instanceof Uint8Array) assertBytes(outcome, expected);
  else await rejectsWithCode(() => Promise.reject(outcome), "gone");
}
