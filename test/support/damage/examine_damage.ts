import type { VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { fromAsync } from "../from_async.ts";
import type { DamagePut, DamageValue } from "./damage_values.ts";

/** What a damaged store answered. */
export interface DamageFindings {
  /** The values that were refused with "corrupt". */
  readonly refused: Set<DamageValue>;
  /** The instances whose lists were. */
  readonly refusedLists: Set<string>;
  /** Number of answers that were refused with another error of the storage. */
  refusedOtherwise: number;
  /** Values that were missing without an error. */
  readonly lost: string[];
  /** Answers that were not as they were written, and errors that do not report damage. */
  readonly wrong: string[];
}

/**
 * Reads everything in a store, in all ways.
 *
 * @param storage The store.
 * @param values All values that it must have.
 * @param random Chooses ranges.
 */
export async function examineDamage(
  storage: VariableStorage,
  values: readonly DamageValue[],
  random: () => number,
): Promise<DamageFindings> {
  const refusedLists = new Set<string>();
  const refused = new Set<DamageValue>();
  const findings: DamageFindings = {
    refused,
    refusedLists,
    refusedOtherwise: 0,
    lost: [],
    wrong: [],
  };
  const ask = async <T>(
    what: string,
    question: () => Promise<T>,
    onCorrupt: () => void,
  ): Promise<T | undefined> => {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof StorageError)) findings.wrong.push(`${what}: ${error}`);
      else if (error.code === "corrupt") onCorrupt();
      else findings.refusedOtherwise++;
      return undefined;
    }
  };
  const byInstance = new Map<string, DamageValue[]>();
  for (const value of values) {
    byInstance.set(value.instance, [...(byInstance.get(value.instance) ?? []), value]);
  }
  const ids = await ask(
    "instances",
    () => storage.instances(),
    () => findings.refusedOtherwise++,
  );
  if (ids !== undefined) {
    for (const id of ids) if (!byInstance.has(id)) findings.wrong.push(`${id} is new`);
    for (const [id, expected] of byInstance) {
      if (!ids.includes(id) && !expected.every(mayBeMissing)) findings.lost.push(id);
    }
  }
  for (const value of values) {
    if (value.allowed === "any") continue;
    const what = `${value.name} of ${value.instance}`;
    const problem = await ask(
      what,
      () => readWrong(storage, value, random),
      () => refused.add(value),
    );
    if (problem === "lost") findings.lost.push(what);
    else if (problem !== undefined) findings.wrong.push(`${what}: ${problem}`);
  }
  for (const [instance, expected] of byInstance) {
    const records = await ask(
      instance,
      () => storage.list(instance),
      () => refusedLists.add(instance),
    );
    if (records === undefined) continue;
    for (const record of records) {
      const value = expected.find(({ name }) => name === record.name);
      if (value?.allowed === "any") continue;
      if (value === undefined || findWritten(record, value) === undefined)
        findings.wrong.push(`${record.name} of ${instance} in a list`);
    }
    for (const value of expected) {
      const isListed = records.some(({ name }) => name === value.name);
      if (!isListed && !mayBeMissing(value))
        findings.lost.push(`${value.name} in the list of ${instance}`);
    }
  }
  return findings;
}

function mayBeMissing({ allowed }: DamageValue): boolean {
  return allowed === "any" || allowed.includes(undefined);
}

/** Reads one value in all ways. Returns `undefined` if all answers are right, "lost" if it is missing, else what is wrong. */
async function readWrong(
  storage: VariableStorage,
  value: DamageValue,
  random: () => number,
): Promise<string | undefined> {
  const missing = mayBeMissing(value) ? undefined : "lost";
  const record = await storage.stat(value.instance, value.name);
  if (record === undefined) return missing;
  if (findWritten(record, value) === undefined) return "another record";
  const variable = await storage.open(value.instance, value.name);
  if (variable === undefined) return missing;
  try {
    const written = findWritten(variable.record, value);
    if (written === undefined) return "another record when opened";
    const bytes = written.content ?? new Uint8Array();
    const [start, end] = [random(), random()]
      .map((at) => Math.floor(at * bytes.length))
      .toSorted((a, b) => a - b);
    const part = Buffer.concat(await fromAsync(variable.read(start, end)));
    if (!part.equals(bytes.subarray(start, end))) return "other bytes in a range";
    const whole = Buffer.concat(await fromAsync(variable.read()));
    return whole.equals(bytes) ? undefined : "other bytes";
  } finally {
    await variable.close();
  }
}

/** Finds the put of which this is the record. */
function findWritten(record: VariableRecord, { allowed }: DamageValue): DamagePut | undefined {
  if (allowed === "any") return undefined;
  return allowed.find((put) => put !== undefined && isRecordOf(record, put));
}

function isRecordOf(record: VariableRecord, put: DamagePut): boolean {
  const { content, name, type, valueInfo } = put;
  if (record.name !== name || record.type !== type) return false;
  if (JSON.stringify(record.valueInfo) !== JSON.stringify(valueInfo)) return false;
  if (record.isNull !== (content === null) || record.size !== (content?.length ?? 0)) return false;
  return (
    record.inline === undefined || (content !== null && Buffer.from(content).equals(record.inline))
  );
}
