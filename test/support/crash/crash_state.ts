import assert from "node:assert/strict";
import { assertBytes, collect } from "../../../adapters/contract/_content.ts";
import type { VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { contentOf } from "./operation.ts";

/** A value: the operation that put it, its size, and its version if the put was acknowledged. */
export interface Value {
  readonly id: number;
  readonly size: number | null;
  readonly version: string | undefined;
}

/** The variables of an instance. */
export type State = ReadonlyMap<string, Value>;

/** The faults of a store. */
export interface CrashFindings {
  /** Number of acknowledged operations that are missing. */
  lost: number;
  /** Number of instances and values that are not in a state between two operations. */
  torn: number;
  readonly details: string[];
}

/** Reads an instance, and all its contents. Notes those that are not whole. */
export async function readState(
  storage: VariableStorage,
  instance: string,
  findings: CrashFindings,
): Promise<State> {
  const found = new Map<string, Value>();
  for (const record of await storage.list(instance)) {
    const { name, type, isNull, size, version } = record;
    found.set(name, { id: Number(type), size: isNull ? null : size, version });
    await expectWhole(storage, instance, record).catch((error: unknown) => {
      findings.torn++;
      findings.details.push(`'${name}' of '${instance}': ${error}`);
    });
  }
  return found;
}

/** Notes a list of instances that is not that of the instances with variables. */
export async function checkListed(
  storage: VariableStorage,
  nonEmpty: readonly string[],
  findings: CrashFindings,
): Promise<void> {
  const listed = await storage.instances();
  if (JSON.stringify(listed.toSorted()) === JSON.stringify(nonEmpty.toSorted())) return;
  findings.torn++;
  findings.details.push(`Instances are listed as ${listed}, but ${nonEmpty} have variables`);
}

async function expectWhole(
  storage: VariableStorage,
  instance: string,
  record: VariableRecord,
): Promise<void> {
  assert.equal(record.valueInfo.filename, record.name, "value info");
  const variable = await storage.open(instance, record.name);
  assert.ok(variable, "It is listed, but cannot be opened");
  try {
    const expected = contentOf(Number(record.type), record.name, record.size);
    assertBytes(await collect(variable.read()), expected);
    if (variable.record.inline) assertBytes(variable.record.inline, expected, "inline");
  } finally {
    await variable.close();
  }
}
