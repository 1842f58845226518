/**
 * Adapters whose guard has a hole. Such holes are common in adapters that check their arguments themselves. See
 * `broken_storages.ts`.
 * @module
 */

import type {
  Change,
  OpenVariable,
  PageOptions,
  PutChange,
  StagedContent,
  VariableRecord,
} from "../../core/storage/storage.ts";
import { type BrokenStorage, inMemory } from "./broken_storages.ts";
import { StorageWrapper } from "./storage_wrapper.ts";
import { wrapVariable } from "./wrap_variable.ts";

type Applied = readonly (VariableRecord | undefined)[];

/** Treats an unknown chunk as one without bytes. */
class EmptyChunks extends StorageWrapper {
  override stage(source: AsyncIterable<unknown>): Promise<StagedContent> {
    return this.inner.stage(onlyBytes(source));
  }
}

/** Treats an unknown source as one without chunks. */
class EmptySource extends StorageWrapper {
  override stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    const isSource = Object(source) === source && Symbol.asyncIterator in source;
    return this.inner.stage(isSource ? source : onlyBytes(noChunks()));
  }
}

/** Stores the text of an invalid content. */
class TextContent extends StorageWrapper {
  override apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    return this.inner.apply(instanceId, replaceContents(changes, asText));
  }
}

/** Ignores unknown changes. */
class OnlyKnownChanges extends StorageWrapper {
  override apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const known = Array.isArray(changes)
      ? changes.filter((change) => ["put", "delete", "clear"].includes(change?.op))
      : [];
    return this.inner.apply(instanceId, known);
  }
}

/** Stores nothing for bytes whose buffer was transferred. */
class LostBytes extends StorageWrapper {
  override apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const renew = (content: unknown) =>
      content instanceof Uint8Array && content.length === 0 ? new Uint8Array(0) : content;
    return this.inner.apply(instanceId, replaceContents(changes, renew));
  }
}

/** Copies the bytes only when it writes them. */
class LateBytes extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.inner.apply(instanceId, changes);
  }
}

/** Stores all members of a value info. */
class AnyValueInfo extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied = await this.inner.apply(instanceId, changes);
    return applied.map((record, i) => {
      const change = changes[i];
      return record && change?.op === "put" ? { ...record, valueInfo: change.valueInfo } : record;
    });
  }
}

/** Accepts anything as a name. */
class AnyName extends StorageWrapper {
  override list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    return this.inner.list(String(instanceId), page);
  }
}

/** Ignores wrong page options. */
class AnyPage extends StorageWrapper {
  override instances(page?: PageOptions): Promise<readonly string[]> {
    return this.inner.instances({ after: String(page?.after), limit: Number(page?.limit ?? 1) });
  }
}

/** Accepts a stage that another storage made. */
export class AnyStage extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    return this.inner.apply(instanceId, await Promise.all(changes.map((c) => this.#own(c))));
  }

  async #own(change: Change): Promise<Change> {
    if (change.op !== "put" || change.content === null || change.content instanceof Uint8Array) {
      return change;
    }
    return { ...change, content: await this.inner.stage(change.content.read()) };
  }
}

/** Forgets that a stage was discarded while an `apply` used it. */
class ForgottenDiscard extends StorageWrapper {
  #running = 0;

  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    const stage = await this.inner.stage(source);
    const { discard } = stage;
    stage.discard = async () => {
      if (this.#running === 0) await discard.call(stage);
    };
    return stage;
  }

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    this.#running++;
    try {
      return await this.inner.apply(instanceId, changes);
    } finally {
      this.#running--;
    }
  }
}

/** When it is closed, takes the bytes that have come from a source for the whole. */
class ShortStage extends StorageWrapper {
  readonly #ends = new Set<() => void>();

  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    const ended = new Promise<undefined>((resolve) => {
      this.#ends.add(() => resolve(undefined));
    });
    const chunks = source[Symbol.asyncIterator]();
    let size = 0;
    for (;;) {
      const result = await Promise.race([chunks.next(), ended]);
      if (result === undefined || result.done === true) break;
      size += result.value.length;
    }
    const discard = async () => {};
    return { size, read: noChunks, discard, [Symbol.asyncDispose]: discard };
  }

  override async close(): Promise<void> {
    for (const end of this.#ends) end();
    await this.inner.close();
  }
}

/** Overwrites the beginning of the former value, and keeps the rest of it. */
class OldTail extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const [change] = changes;
    if (change?.op !== "put" || !(change.content instanceof Uint8Array)) {
      return this.inner.apply(instanceId, changes);
    }
    const old = (await this.inner.stat(instanceId, change.name))?.inline ?? new Uint8Array(0);
    const content = new Uint8Array(Math.max(old.length, change.content.length));
    content.set(old);
    content.set(change.content);
    return this.inner.apply(instanceId, [{ ...change, content }]);
  }
}

/** Reads the record first, and the bytes later. */
class TwoVersions extends StorageWrapper {
  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const record = await this.inner.stat(instanceId, name);
    await new Promise((resolve) => setImmediate(resolve));
    const opened = await this.inner.open(instanceId, name);
    if (record === undefined || opened === undefined) return undefined;
    return wrapVariable(opened, { record });
  }
}

/** Never releases a version that was read to its end. */
class HeldReader extends StorageWrapper {
  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const opened = await this.inner.open(instanceId, name);
    const { left } = this;
    if (opened === undefined) return undefined;
    return wrapVariable(opened, {
      async *read(start, end) {
        yield* opened.read(start, end);
        left.push("a reader");
      },
    });
  }
}

/** The broken adapters, and the cases that must catch them. */
export const BROKEN_GUARDS: readonly BrokenStorage[] = [
  inMemory("chunks of other kinds", EmptyChunks, "arguments", "a chunk that is a text"),
  inMemory("sources of other kinds", EmptySource, "arguments", "a source that gives no chunks"),
  inMemory("contents of other kinds", TextContent, "arguments", "content that is a text"),
  inMemory("unknown changes", OnlyKnownChanges, "arguments", "changes of a wrong form"),
  inMemory("bytes that are lost", LostBytes, "arguments", "buffer was transferred"),
  inMemory("bytes copied too late", LateBytes, "arguments", "shared bytes"),
  inMemory("any value info", AnyValueInfo, "arguments", "members that the contract does not name"),
  inMemory("any name", AnyName, "arguments", "a name that is not a text"),
  inMemory("any page", AnyPage, "arguments", "page options of another type"),
  inMemory("any stage", AnyStage, "arguments", "looks like its own"),
  inMemory("a forgotten discard", ForgottenDiscard, "arguments", "discarded during an apply"),
  inMemory("short stage", ShortStage, "closing", "stalled for ever"),
  inMemory("tail of the old value", OldTail, "records", "by a shorter or a longer one"),
  inMemory(
    "bytes of another version",
    TwoVersions,
    "reading",
    "opening a content while it is replaced",
  ),
  inMemory("a reader held for ever", HeldReader, "reading", "closes its reader"),
];

function replaceContents(
  changes: readonly Change[],
  replace: (content: unknown) => unknown,
): readonly Change[] {
  if (!Array.isArray(changes)) return changes;
  return changes.map((change) =>
    change?.op === "put" ? { ...change, content: replace(change.content) } : change,
  );
}

function asText(content: unknown): unknown {
  const isContent = content === null || content instanceof Uint8Array || isStage(content);
  return isContent ? content : new TextEncoder().encode(String(content));
}

function isStage(content: unknown): content is PutChange["content"] {
  return typeof content === "object" && content !== null && "discard" in content;
}

async function* onlyBytes(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    yield chunk instanceof Uint8Array ? chunk : new Uint8Array(0);
  }
}

async function* noChunks(): AsyncGenerator<Uint8Array> {}
