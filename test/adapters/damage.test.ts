import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import type { OpenVariable, VariableRecord } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { createRandom } from "../support/crash/random.ts";
import { runDamageRounds } from "../support/damage/damage_rounds.ts";
import { DAMAGE_STORES } from "../support/damage/damage_stores.ts";
import { damageValues } from "../support/damage/damage_values.ts";
import { examineDamage } from "../support/damage/examine_damage.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { wrapVariable } from "../support/wrap_variable.ts";

const SEED = 3;
const FLIPS = 2;

const test = suite("flipped bits");

for (const store of DAMAGE_STORES) {
  test(`are never an answer of ${store.name} after kill -9`, () =>
    withTempDir(async (directory) => {
      const options = { directory, end: "kill", flips: FLIPS, seed: SEED } as const;
      const { total, details } = await runDamageRounds(store, options);
      assert.deepEqual([total.wrong, total.lost, details], [0, 0, []]);
    }));
}

/** Gives answers about the first value that a damaged store may give. */
class Damaged extends StorageWrapper {
  override async stat(instance: string, name: string): Promise<VariableRecord | undefined> {
    const record = await this.inner.stat(instance, name);
    return record && this.isIt(instance, name) ? this.record(record) : record;
  }

  override async open(instance: string, name: string): Promise<OpenVariable | undefined> {
    const variable = await this.inner.open(instance, name);
    if (variable === undefined || !this.isIt(instance, name)) return variable;
    const { record } = variable;
    const read = (start?: number, end?: number) => this.bytes(variable.read(start, end));
    return wrapVariable(variable, { record: this.record(record) ?? record, read });
  }

  protected isIt(instance: string, name: string): boolean {
    return instance === "order-0" && name === "variable 0";
  }

  protected record(record: VariableRecord): VariableRecord | undefined {
    return record;
  }

  protected bytes(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    return chunks;
  }
}

class OtherBytes extends Damaged {
  protected override async *bytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) yield chunk.map((byte) => byte ^ 1);
  }
}

class OtherType extends Damaged {
  protected override record(record: VariableRecord): VariableRecord {
    return { ...record, type: "file" };
  }
}

class Missing extends Damaged {
  protected override record(): undefined {
    return undefined;
  }
}

class Refusing extends Damaged {
  protected override record(): never {
    throw new StorageError("corrupt", "It is damaged");
  }
}

class Failing extends Damaged {
  protected override record(): never {
    throw new TypeError("It is not expected");
  }
}

class OtherInstance extends StorageWrapper {
  override async instances(): Promise<readonly string[]> {
    return [...(await this.inner.instances()), "order-"];
  }
}

for (const [Storage, refused, lost, wrong] of [
  [StorageWrapper, 0, 0, 0],
  [OtherBytes, 0, 0, 1],
  [OtherType, 0, 0, 1],
  [Missing, 0, 1, 0],
  [Refusing, 1, 0, 0],
  [Failing, 0, 0, 1],
  [OtherInstance, 0, 0, 1],
] as const) {
  test(`are told from what is right: ${Storage.name}`, async () => {
    const memory = new MemoryStorage();
    const calls = damageValues(SEED);
    for (const { instance, put } of calls) if (put) await memory.apply(instance, [put]);
    const values = calls.map(({ put, ...key }) => ({ ...key, allowed: [put] }));
    const found = await examineDamage(new Storage(memory), values, createRandom(SEED));
    const counts = [found.refused.size, found.lost.length, found.wrong.length];
    assert.deepEqual(counts, [refused, lost, wrong]);
  });
}
