import type { VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { fromAsync } from "../from_async.ts";
import type { DamageValue } from "./damage_values.ts";

/** The numbers of answers of a damaged store, by what was wrong with them. */
export interface DamageFindings {
  /** Answers that were refused with an error of the storage. */
  refused: number;
  /** Values that were missing without an error. */
  lost: number;
  /** Answers that were not as they were written, and errors that do not report damage. */
  readonly wrong: string[];
}

/** The instance in which the writer works until it is killed. Nobody knows its variables. */
const BUSY = "busy";

/**
 * Reads everything in a store, in all ways.
 *
 * @param storage The store.
 * @param values The values that it must have, besides those of the writer.
 * @param random Chooses ranges.
 */
export async function examineDamage(
  storage: VariableStorage,
  values: readonly DamageValue[],
  random: () => number,
): Promise<DamageFindings> {
  const findings: DamageFindings = { refused: 0, lost: 0, wrong: [] };
  const ask = async <T>(what: string, question: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await question();
    } catch (error) {
      if (error instanceof StorageError) findings.refused++;
      else findings.wrong.push(`${what}: ${error}`);
      return undefined;
    }
  };
  const byInstance = new Map<string, DamageValue[]>();
  for (const value of values) {
    byInstance.set(value.instance, [...(byInstance.get(value.instance) ?? []), value]);
  }

  const ids = await ask("instances", () => storage.instances());
  if (ids !== undefined) {
    for (const id of ids)
      if (!byInstance.has(id) && id !== BUSY) findings.wrong.push(`${id} is new`);
    for (const id of byInstance.keys()) if (!ids.includes(id)) findings.lost++;
  }
  for (const [instance, expected] of byInstance) {
    const records = await ask(instance, () => storage.list(instance));
    if (records === undefined) continue;
    for (const record of records) {
      const value = expected.find(({ put }) => put.name === record.name);
      if (!isRecordOf(record, value))
        findings.wrong.push(`${record.name} of ${instance} in a list`);
    }
    for (const { put } of expected)
      if (!records.some(({ name }) => name === put.name)) findings.lost++;
  }
  for (const value of values) {
    const { instance, put } = value;
    const what = `${put.name} of ${instance}`;
    if (await ask(what, () => storage.stat(instance, `${put.name}0`))) {
      findings.wrong.push(`${what}0 was never there`);
    }
    const problem = await ask(what, () => readWrong(storage, value, random));
    if (problem === "lost") findings.lost++;
    else if (problem !== undefined && problem !== "right")
      findings.wrong.push(`${what}: ${problem}`);
  }
  return findings;
}

/** Reads one value in all ways. Returns "right" if all answers are, "lost" if the value is missing, else what is wrong. */
async function readWrong(
  storage: VariableStorage,
  value: DamageValue,
  random: () => number,
): Promise<string> {
  const { instance, put } = value;
  const bytes = put.content ?? new Uint8Array();
  const record = await storage.stat(instance, put.name);
  if (record === undefined) return "lost";
  if (!isRecordOf(record, value)) return "another record";
  const variable = await storage.open(instance, put.name);
  if (variable === undefined) return "lost";
  try {
    if (!isRecordOf(variable.record, value)) return "another record when opened";
    const [start, end] = [random(), random()]
      .map((at) => Math.floor(at * bytes.length))
      .toSorted((a, b) => a - b);
    const part = Buffer.concat(await fromAsync(variable.read(start, end)));
    if (!part.equals(bytes.subarray(start, end))) return "other bytes in a range";
    const whole = Buffer.concat(await fromAsync(variable.read()));
    return whole.equals(bytes) ? "right" : "other bytes";
  } finally {
    await variable.close();
  }
}

function isRecordOf(record: VariableRecord, value: DamageValue | undefined): boolean {
  if (value === undefined) return false;
  const { content, name, type, valueInfo } = value.put;
  if (record.name !== name || record.type !== type) return false;
  if (JSON.stringify(record.valueInfo) !== JSON.stringify(valueInfo)) return false;
  if (record.isNull !== (content === null) || record.size !== (content?.length ?? 0)) return false;
  return (
    record.inline === undefined || (content !== null && Buffer.from(content).equals(record.inline))
  );
}
