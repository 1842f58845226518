import type {
  Change,
  OpenVariable,
  StagedContent,
  VariableRecord,
  VariableStorage,
} from "../../dist/core/mod.js";
import { CountingSink, type PartSink } from "./sink.ts";

/** A storage that passes all bytes on and keeps none: the least work that a storage can do. */
export class ForgettingStorage implements VariableStorage {
  readonly capabilities = { durable: false, shared: false };
  /** Gets the bytes. */
  target: PartSink = new CountingSink();
  /** Is awaited with each staged chunk, if it is set. */
  consume: ((chunk: Uint8Array) => Promise<void>) | undefined;
  #version = 0;

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (this.consume === undefined) this.target.data(chunk);
      else await this.consume(chunk);
    }
    return { size, read: nothing, async discard() {}, async [Symbol.asyncDispose]() {} };
  }

  async apply(
    _instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    return changes.map((change) => (change.op === "put" ? this.#record(change) : undefined));
  }

  #record(change: Extract<Change, { readonly op: "put" }>): VariableRecord {
    const { name, type, valueInfo, content } = change;
    if (content instanceof Uint8Array) this.target.data(content);
    this.target.end();
    this.#version += 1;
    return {
      name,
      type,
      valueInfo,
      isNull: content === null,
      size: content instanceof Uint8Array ? content.length : (content?.size ?? 0),
      version: String(this.#version),
      updatedAt: new Date(0),
    };
  }

  async stat(): Promise<undefined> {}

  async open(): Promise<OpenVariable | undefined> {
    return undefined;
  }

  async list(): Promise<readonly VariableRecord[]> {
    return [];
  }

  async instances(): Promise<readonly string[]> {
    return [];
  }

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
