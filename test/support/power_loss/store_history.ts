import assert from "node:assert/strict";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { readBytes } from "../filesystem_store.ts";

/** What is known of a value: all its bytes are equal. */
interface Value {
  readonly size: number;
  readonly fill: number;
  /** `undefined` if it was never acknowledged. */
  version?: string | undefined;
}

/** The values of an instance, by name. */
export type Values = ReadonlyMap<string, Value>;

/** What a call does: puts and deletes, or deletes all. */
export type Effect = ReadonlyMap<string, Value | undefined> | "clear";

interface Call {
  readonly effect: Effect;
  /** The number of events that were recorded when it was made, and when it was acknowledged. */
  readonly made: number;
  acknowledged: number;
  /** The same of when it was refused, so that nothing may be left of it. */
  refused: number;
}

/** Notes the end of a call. */
export interface CallEnd {
  acknowledge(at: number, versions: readonly (string | undefined)[]): void;
  refuse(at: number): void;
}

/** The calls of a session. Those of an instance happen in the order in which they are made. */
export class StoreHistory {
  readonly #before: ReadonlyMap<string, Values>;
  readonly #calls = new Map<string, Call[]>();

  /** @param before What the store held before. */
  constructor(before: ReadonlyMap<string, Values>) {
    this.#before = before;
  }

  /** Notes that a call was made. */
  add(instance: string, effect: Effect, made: number): CallEnd {
    const never = Number.POSITIVE_INFINITY;
    const call: Call = { effect, made, acknowledged: never, refused: never };
    const calls = this.#calls.get(instance) ?? [];
    calls.push(call);
    this.#calls.set(instance, calls);
    return {
      acknowledge(at, versions) {
        call.acknowledged = at;
        if (effect === "clear") return;
        for (const [index, value] of [...effect.values()].entries()) {
          if (value !== undefined) value.version = versions[index];
        }
      },
      refuse(at) {
        call.refused = at;
      },
    };
  }

  /**
   * Finds what is wrong with a store after the disk stopped at an event: each instance must be as after all calls that were acknowledged
   * before, and perhaps some of the next ones.
   */
  faults(found: ReadonlyMap<string, Values>, at: number): readonly string[] {
    const faults: string[] = [];
    for (const instance of new Set([
      ...this.#before.keys(),
      ...this.#calls.keys(),
      ...found.keys(),
    ])) {
      const values = found.get(instance) ?? new Map();
      const possible = [...this.#possible(instance, at)];
      if (possible.some((expected) => isEqual(expected, values))) continue;
      const wanted = possible.map((expected) => shown(expected)).join(" or ");
      faults.push(`'${instance}' has ${shown(values)}, not ${wanted}`);
    }
    return faults;
  }

  *#possible(instance: string, at: number): Generator<Values> {
    let values: Values = this.#before.get(instance) ?? new Map();
    const calls = (this.#calls.get(instance) ?? []).filter(({ refused }) => refused > at);
    const acknowledged = calls.findLastIndex((call) => call.acknowledged <= at) + 1;
    if (acknowledged === 0) yield values;
    for (const [index, { effect, made }] of calls.entries()) {
      if (made > at) return;
      values = after(values, effect);
      if (index + 1 >= acknowledged) yield values;
    }
  }
}

/** Reads all values of a store. */
export async function readValues(storage: VariableStorage): Promise<ReadonlyMap<string, Values>> {
  const all = new Map<string, Values>();
  for (const instance of await storage.instances()) {
    const values = new Map<string, Value>();
    for (const { name, size, version } of await storage.list(instance)) {
      const bytes = await readBytes(storage, instance, name);
      const fill = bytes?.[0] ?? 0;
      assert.equal(bytes?.length, size);
      assert.ok(bytes?.every((byte) => byte === fill));
      values.set(name, { size, fill, version });
    }
    assert.ok(values.size > 0, `'${instance}' is listed, and has nothing`);
    all.set(instance, values);
  }
  return all;
}

function after(values: Values, effect: Effect): Values {
  if (effect === "clear") return new Map();
  const result = new Map(values);
  for (const [name, value] of effect) {
    if (value === undefined) result.delete(name);
    else result.set(name, value);
  }
  return result;
}

function isEqual(expected: Values, found: Values): boolean {
  if (expected.size !== found.size) return false;
  return [...expected].every(([name, { size, fill, version }]) => {
    const other = found.get(name);
    if (other === undefined || other.size !== size || other.fill !== fill) return false;
    return version === undefined || version === other.version;
  });
}

function shown(values: Values): string {
  const texts = [...values].map(([name, { size, fill }]) => `${name}: ${size} × ${fill}`);
  return `{${texts.sort().join(", ")}}`;
}
