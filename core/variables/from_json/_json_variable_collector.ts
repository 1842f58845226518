import { encodeBase64 } from "../../base64/_encode_base64.ts";
import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { JSON_SLICE_BYTES } from "../../json/_check_json.ts";
import type { StagedContent, VariableStorage } from "../../storage/storage.ts";
import { readBytes } from "../values/_content.ts";
import type { HeldDocument } from "./_held_json.ts";
import type { JsonVariable } from "./_json_variable.ts";
import { type JsonVariableLimits, JsonVariableReader } from "./_json_variable_reader.ts";
import type { ValueString } from "./_value_string.ts";

/** What a {@linkcode JsonVariableCollector} works with. */
export interface JsonVariableCollectorOptions {
  readonly limits: JsonVariableLimits;
  /** Where to stage. */
  readonly storage: VariableStorage;
  /** The room for what is held. */
  readonly document: HeldDocument;
}

/**
 * Collects what counts of a variable in JSON. Only a long string in base64 is streamed, into a stage, which then does the asking
 * for chunks.
 */
export class JsonVariableCollector {
  readonly #reader: JsonVariableReader;
  readonly #source: BodySource;
  readonly #storage: VariableStorage;
  readonly #document: HeldDocument;
  /** The string that was staged last. */
  #stagedString: ValueString | undefined;
  #staged: StagedContent | undefined;
  readonly #stages: StagedContent[] = [];

  /**
   * @param body The bytes of the JSON. The first chunk is asked for by `collect`.
   * @param options What to work with.
   */
  constructor(body: ByteSource, { limits, storage, document }: JsonVariableCollectorOptions) {
    this.#reader = new JsonVariableReader(limits);
    this.#source = new BodySource(body, this.#reader, JSON_SLICE_BYTES);
    this.#storage = storage;
    this.#document = document;
  }

  /**
   * Reads the JSON to its end. If that fails, the body is ended.
   *
   * @returns The variable; good until `release`.
   * @throws {JsonSyntaxError} If it is no JSON.
   * @throws {InvalidVariableError} If it is no object, or its value no base64 though its type is known to be.
   * @throws {LimitExceededError} If it is too much.
   * @throws What the body or the storage throws, as it is.
   */
  async collect(): Promise<JsonVariable> {
    try {
      while (await this.#feed()) {
        let value = this.#reader.valueString;
        while (value?.isDecoded && value !== this.#stagedString) {
          await this.#stage(value);
          value = this.#reader.valueString;
        }
      }
    } catch (error) {
      await this.#source.end();
      throw error;
    }
    const { valueString, members } = this.#reader;
    return valueString === undefined ? members : { ...members, value: this.#valueOf(valueString) };
  }

  /** Gives up every stage that was not stored, and all room. What cannot be given up is left to the storage's own sweep. */
  async release(): Promise<void> {
    this.#document.release();
    await Promise.allSettled(this.#stages.map((stage) => stage.discard()));
  }

  async #feed(): Promise<boolean> {
    const room = this.#document.reserve(this.#reader.held);
    if (room !== undefined) await room;
    return this.#source.feed();
  }

  #valueOf(value: ValueString): JsonVariable["value"] {
    const staged = this.#staged;
    if (!value.isDecoded || staged === undefined) return value.text;
    return { staged, text: () => this.#restore(value, staged) };
  }

  async #restore(value: ValueString, staged: StagedContent): Promise<string> {
    this.#reader.checkHeld(undefined);
    await this.#document.reserve(staged.size);
    return value.restore(encodeBase64(await readBytes(staged)));
  }

  async #stage(value: ValueString): Promise<void> {
    this.#document.stream();
    const staged = await this.#storage.stage(value.chunks(() => this.#feed()));
    this.#stages.push(staged);
    this.#stagedString = value;
    this.#staged = staged;
    if (!value.isBroken) return;
    // It may be text still: it is, if there is room for it.
    this.#reader.checkHeld(value);
    await this.#document.reserve(staged.size);
    value.resumeAsText(encodeBase64(await readBytes(staged)));
    await staged.discard();
  }
}
