import assert from "node:assert/strict";
import type { Change, ValueInfo, VariableStorage } from "../../core/storage/storage.ts";
import { createRandom } from "./crash/random.ts";
import { filled } from "./filesystem_store.ts";
import { fromAsync } from "./from_async.ts";

const INSTANCES = 12;
const NAMES = 8;
const SMALL_BYTES = 600;
/** From 70,000 bytes on, contents have files of their own. */
const LARGE_BYTES = 70_000;

/** A value. All its bytes are equal. */
interface Expected {
  readonly type: string;
  readonly valueInfo: ValueInfo;
  readonly isNull: boolean;
  readonly size: number;
  readonly fill: number;
  /** `undefined` until it is acknowledged. */
  version: string | undefined;
}

/** Makes random calls to a storage, several at a time, and knows what it has to hold then. */
export class ModelComparison {
  readonly #random: () => number;
  readonly #instances = new Map<string, Map<string, Expected>>();
  /** Number of calls so far. */
  calls = 0;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** Returns a whole number below a limit. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** Makes so many calls, and checks their answers. */
  async use(storage: VariableStorage, calls: number): Promise<void> {
    const running: Promise<void>[] = [];
    for (let i = 0; i < calls; i++) {
      this.calls++;
      const id = `i${this.below(INSTANCES)}`;
      if (this.below(20) === 0) {
        this.#instances.delete(id);
        running.push(this.#clear(storage, id));
      } else running.push(this.#change(storage, id));
      // Nobody knows what it finds, but it may not fail.
      if (this.below(5) === 0) running.push(this.#read(storage, id, `v${this.below(NAMES)}`));
      if (this.below(10) === 0) await Promise.all(running);
    }
    await Promise.all(running);
  }

  /** Checks that a storage that nobody changes holds what it should. */
  async check(storage: VariableStorage): Promise<void> {
    const ids = [...this.#instances].filter(([, values]) => values.size > 0).map(([id]) => id);
    assert.deepEqual(await storage.instances(), ids.sort());
    for (const id of ids) {
      const values = this.#instances.get(id) ?? new Map<string, Expected>();
      const names = [...values.keys()].sort();
      const listed = await storage.list(id);
      assert.deepEqual(
        listed.map(({ name }) => name),
        names,
      );
      const [from = "", limit] = [names[this.below(names.length)], 1 + this.below(3)];
      const page = await storage.list(id, { after: from, limit });
      assert.deepEqual(page, listed.filter(({ name }) => name > from).slice(0, limit));
      for (const { name, updatedAt, inline, ...record } of listed) {
        const { fill, ...expected } = values.get(name) ?? assert.fail();
        assert.deepEqual(record, expected);
        if (inline !== undefined) assert.deepEqual(inline, filled(record.size, fill));
        if (this.below(4) === 0) await this.#checkBytes(storage, id, name, record.size, fill);
      }
    }
    assert.equal(await storage.stat("none", "v0"), undefined);
  }

  async #change(storage: VariableStorage, id: string): Promise<void> {
    const values = this.#instances.get(id) ?? new Map<string, Expected>();
    const changes: Change[] = [];
    const puts = new Map<string, Expected>();
    let holds = true;
    const names = new Set(Array.from({ length: 1 + this.below(3) }, () => this.below(NAMES)));
    for (const number of names) {
      const name = `v${number}`;
      const kind = this.below(10);
      const condition =
        kind > 1
          ? undefined
          : kind === 0
            ? { ifMatch: "*" as const }
            : { ifNoneMatch: "*" as const };
      if (kind < 2 && (kind === 0) !== values.has(name)) holds = false;
      if (this.below(3) === 0) changes.push({ op: "delete", name, condition });
      else {
        const value = this.#value();
        const { type, valueInfo, isNull, size, fill } = value;
        const content = isNull ? null : filled(size, fill);
        changes.push({ op: "put", name, type, valueInfo, content, condition });
        puts.set(name, value);
      }
    }
    if (holds) {
      this.#instances.set(id, values);
      for (const { op, name } of changes.filter((change) => change.op !== "clear")) {
        const put = puts.get(name);
        if (op === "delete" || put === undefined) values.delete(name);
        else values.set(name, put);
      }
    }
    const applying = storage.apply(id, changes);
    if (!holds) {
      await assert.rejects(applying, { name: "PreconditionFailedError" });
      return;
    }
    for (const record of await applying) {
      const put = record && puts.get(record.name);
      if (put !== undefined) put.version = record?.version;
    }
  }

  #value(): Expected {
    const isNull = this.below(20) === 0;
    const isLarge = this.below(40) === 0;
    const size = isLarge ? LARGE_BYTES + this.below(60_000) : this.below(SMALL_BYTES);
    return {
      type: this.below(2) === 0 ? "Bytes" : "File",
      valueInfo: this.below(3) === 0 ? { filename: `ä${size}`, mimeType: "text/plain" } : {},
      isNull,
      size: isNull ? 0 : size,
      fill: this.below(256),
      version: undefined,
    };
  }

  async #clear(storage: VariableStorage, id: string): Promise<void> {
    assert.deepEqual(await storage.apply(id, [{ op: "clear" }]), [undefined]);
  }

  async #read(storage: VariableStorage, id: string, name: string): Promise<void> {
    await storage.list(id);
    const variable = await storage.open(id, name);
    if (variable === undefined) return;
    const bytes = Buffer.concat(await fromAsync(variable.read()));
    await variable.close();
    assert.equal(bytes.length, variable.record.size);
    assert.ok(bytes.every((byte) => byte === bytes[0]));
  }

  async #checkBytes(
    storage: VariableStorage,
    id: string,
    name: string,
    size: number,
    fill: number,
  ): Promise<void> {
    const variable = await storage.open(id, name);
    assert.ok(variable);
    const start = this.below(size + 1);
    const end = start + this.below(size - start + 1);
    const bytes = Buffer.concat(await fromAsync(variable.read(start, end)));
    await variable.close();
    assert.deepEqual(new Uint8Array(bytes), filled(end - start, fill));
  }
}
