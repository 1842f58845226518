import { setTimeout as sleep } from "node:timers/promises";
import { assertBytes, collect } from "../../../adapters/contract/_content.ts";
import { PreconditionFailedError } from "../../../core/storage/precondition_failed_error.ts";
import type { Change, Precondition, VariableStorage } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { ARCHIVE, ARCHIVED, COUNTER, INSTANCES, NAMES, UPLOADED } from "./crash_instances.ts";
import { type CrashReportLine, contentOf, type Effect, type Operation } from "./operation.ts";

interface ApplyOptions {
  /** Must hold for the first put. */
  readonly condition?: Precondition;
  /** Makes the source of a large value. */
  readonly source?: (bytes: Uint8Array) => AsyncGenerator<Uint8Array>;
}

/** Makes random operations on a storage, and reports them. Any number of them may run at once. */
export class CrashWriter {
  /** Number of acknowledged operations. */
  acknowledged = 0;
  /** The number of the next operation. */
  nextId: number;
  readonly #storage: VariableStorage;
  readonly #report: (line: CrashReportLine) => void;
  /** Ends the stages and readers that were left open. */
  #kept: (() => Promise<void>)[] = [];

  constructor(storage: VariableStorage, report: (line: CrashReportLine) => void, firstId: number) {
    this.#storage = storage;
    this.#report = report;
    this.nextId = firstId;
  }

  /** Makes one operation. That the storage is unavailable is reported, but is no error. */
  async step(random: () => number): Promise<void> {
    const oneOf = <T>(items: readonly T[]): T => {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new RangeError("Cannot choose one of nothing");
      return item;
    };
    const smallSize = () => Math.floor(random() * 2_000);
    const edgeSize = () => 16_000 + Math.floor(random() * 1_000);
    const largeSize = () => 100_000 + Math.floor(random() * 900_000);
    const some = (): Effect[] =>
      NAMES.filter(() => random() < 0.5).map((name) => {
        const kind = random();
        if (kind < 0.2) return { name };
        return { name, size: kind < 0.3 ? null : kind < 0.8 ? smallSize() : largeSize() };
      });
    const instance = oneOf(INSTANCES);
    const name = oneOf(NAMES);
    const kind = random();
    if (kind < 0.1) await this.apply(ARCHIVE, [{ name: oneOf(ARCHIVED), size: smallSize() }]);
    else if (kind < 0.14) await this.apply(ARCHIVE, [{ name: oneOf(ARCHIVED) }]);
    else if (kind < 0.45) await this.apply(instance, [{ name, size: smallSize() }]);
    else if (kind < 0.55) await this.apply(instance, [{ name, size: edgeSize() }]);
    else if (kind < 0.7) await this.apply(instance, [{ name, size: largeSize() }]);
    else if (kind < 0.82) await this.apply(instance, some());
    else if (kind < 0.88) await this.apply(instance, [{ name }]);
    else if (kind < 0.9) await this.apply(instance, "clear");
    else if (kind < 0.92) await this.apply(instance, [{ name, size: null }]);
    else if (kind < 0.95) await this.#beRefused(instance, [{ name, size: smallSize() }]);
    else if (kind < 0.97) await this.#stageInVain(name, largeSize());
    else if (kind < 0.98) await this.#storage.stage(failing(name)).catch(() => {});
    else await this.#readInPart(instance, name);
  }

  /** Makes a batch, unless its bytes cannot be staged since the storage is unavailable. */
  async apply(
    instance: string,
    effects: Operation["effects"],
    options: ApplyOptions = {},
  ): Promise<void> {
    const id = this.nextId++;
    const changes = await unlessUnavailable(this.#prepare(id, effects, options));
    if (changes === undefined) return;
    this.#report({ begin: { id, instance, effects }, at: now() });
    try {
      const applied = await this.#storage.apply(instance, changes);
      this.acknowledged++;
      const versions = applied.map((record) => record?.version ?? null);
      this.#report({ acknowledged: id, versions, at: now() });
    } catch (error) {
      if (!isUnavailable(error) && !(error instanceof PreconditionFailedError)) throw error;
      const mayBeStored = error instanceof StorageError && error.mayBeStored;
      this.#report({ failed: id, mayBeStored });
      // Whoever has a stage keeps it until it is used or discarded.
      await discardStages(changes);
    }
  }

  /** Counts one further, if nobody else does so at the same time. The size of the value is the count. A large value goes with it. */
  async count(): Promise<void> {
    const stat = this.#storage.stat(COUNTER, "count").then((record) => ({ record }));
    const found = await unlessUnavailable(stat);
    if (found === undefined) return;
    const { record } = found;
    const size = 1 + (record?.size ?? 0);
    const condition: Precondition = record ? { ifMatch: [record.version] } : { ifNoneMatch: "*" };
    const twin = { name: "twin", size: 20_000 + size };
    await this.apply(COUNTER, [{ name: "count", size }, twin], { condition });
  }

  /** Puts a large value whose bytes come so slowly that much happens meanwhile. */
  async upload(random: () => number): Promise<void> {
    const size = 2_000_000 + Math.floor(random() * 7_000_000);
    await this.apply(UPLOADED, [{ name: NAMES[0] ?? "", size }], { source: slowChunks });
  }

  /** Reads a value, and reports if it is not one that somebody wrote. */
  async readWhole(instance: string, name: string): Promise<void> {
    try {
      const variable = await this.#storage.open(instance, name);
      if (variable === undefined) return;
      const { type, size } = variable.record;
      const expected = contentOf(Number(type), name, size);
      const bytes = await collect(variable.read()).finally(() => variable.close());
      assertBytes(bytes, expected);
    } catch (error) {
      if (isUnavailable(error) || (error instanceof StorageError && error.code === "gone")) return;
      this.#report({ wrong: `A reader of '${name}' of '${instance}': ${error}` });
    }
  }

  /** Ends the stages and readers that were left open. */
  async letGo(): Promise<void> {
    const kept = this.#kept;
    this.#kept = [];
    for (const end of kept) await unlessUnavailable(end());
  }

  /** Makes a batch that is refused. Nothing of it may ever be visible, so it is not reported. */
  async #beRefused(instance: string, effects: readonly Effect[]): Promise<void> {
    const changes = await unlessUnavailable(this.#prepare(this.nextId++, effects));
    if (changes === undefined) return;
    const refused = { op: "delete", name: "never there", condition: { ifMatch: "*" } } as const;
    await this.#storage.apply(instance, [...changes, refused]).catch((error: unknown) => {
      if (!(error instanceof PreconditionFailedError) && !isUnavailable(error)) throw error;
    });
  }

  async #prepare(
    id: number,
    effects: Operation["effects"],
    { condition, source = chunks }: ApplyOptions = {},
  ): Promise<Change[]> {
    if (effects === "clear") return [{ op: "clear" }];
    const preparing = await Promise.allSettled(
      effects.map(async ({ name, size }, index): Promise<Change> => {
        if (size === undefined) return { op: "delete", name };
        const put = { op: "put", name, type: String(id), valueInfo: { filename: name } } as const;
        const conditioned = index === 0 ? { ...put, condition } : put;
        if (size === null) return { ...conditioned, content: null };
        const bytes = contentOf(id, name, size);
        const isSmall = size < 50_000;
        return {
          ...conditioned,
          content: isSmall ? bytes : await this.#storage.stage(source(bytes)),
        };
      }),
    );
    const changes = preparing.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    for (const each of preparing) {
      if (each.status === "fulfilled") continue;
      await discardStages(changes);
      throw each.reason;
    }
    return changes;
  }

  async #stageInVain(name: string, size: number): Promise<void> {
    const stage = await unlessUnavailable(this.#storage.stage(chunks(contentOf(0, name, size))));
    if (stage !== undefined) this.#kept.push(() => stage.discard());
  }

  async #readInPart(instance: string, name: string): Promise<void> {
    const variable = await unlessUnavailable(this.#storage.open(instance, name));
    if (variable === undefined) return;
    await unlessUnavailable(readFirst(variable.read()));
    // Half of the readers stay open, so that the contents that they hold must be swept after the crash.
    if (this.nextId % 2 === 0) await variable.close();
    else this.#kept.push(() => variable.close());
  }
}

/** A time that all processes of this machine can compare. */
function now(): number {
  return Number(process.hrtime.bigint());
}

function isUnavailable(error: unknown): boolean {
  return error instanceof StorageError && error.code === "unavailable";
}

/** Waits for a call; `undefined` if the storage was unavailable. */
async function unlessUnavailable<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return undefined;
  }
}

async function discardStages(changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    if (change.op !== "put" || change.content === null) continue;
    if (change.content instanceof Uint8Array) continue;
    await unlessUnavailable(change.content.discard());
  }
}

async function readFirst(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of source) break;
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 65_536) {
    yield bytes.subarray(offset, offset + 65_536);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* slowChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks(bytes)) {
    await sleep(5);
    yield chunk;
  }
}

async function* failing(name: string): AsyncGenerator<Uint8Array> {
  yield* chunks(contentOf(0, name, 200_000));
  throw new Error("The source failed");
}
