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

/** The options of a {@linkcode JsonVariableCollector}. */
export interface JsonVariableCollectorOptions {
  readonly limits: JsonVariableLimits;
  /** The storage in which long values are staged. */
  readonly storage: VariableStorage;
  /** The room for the bytes that are held in memory. */
  readonly document: HeldDocument;
}

/**
 * Collects the members of a variable in JSON that the rules use. Only a long string in base64 is streamed into a stage. Meanwhile
 * the stage pulls the chunks.
 */
export class JsonVariableCollector {
  readonly #reader: JsonVariableReader;
  readonly #source: BodySource;
  readonly #storage: VariableStorage;
  readonly #document: HeldDocument;
  /** The latest string that was staged. */
  #stagedString: ValueString | undefined;
  #staged: StagedContent | undefined;
  readonly #stages: StagedContent[] = [];

  /**
   * @param body The bytes of the JSON. Nothing is read before `collect` is called.
   * @param options The limits, the storage and the room in memory.
   */
  constructor(body: ByteSource, { limits, storage, document }: JsonVariableCollectorOptions) {
    this.#reader = new JsonVariableReader(limits);
    this.#source = new BodySource(body, this.#reader, JSON_SLICE_BYTES);
    this.#storage = storage;
    this.#document = document;
  }

  /**
   * Reads the JSON to its end. If that fails, it ends the body.
   *
   * @returns The variable, valid until `release` is called.
   * @throws {JsonSyntaxError} If the body is not JSON.
   * @throws {InvalidVariableError} If it is not an object, or if its value must be base64 by its type and is not.
   * @throws {LimitExceededError} If it exceeds a limit.
   * @throws {OverloadedError} If there was no room for it in time.
   * @throws The errors of the body and of the storage, as they are.
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

  /**
   * Gives the room back, and discards each stage that was not stored. If a stage cannot be discarded, the storage sweeps it
   * later.
   */
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
    return { content: staged, text: () => this.#restore(value, staged) };
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
    // The string is not base64, so it can only be text. It is held as text if the limits allow that.
    this.#reader.checkHeld(value);
    await this.#document.reserve(staged.size);
    value.resumeAsText(encodeBase64(await readBytes(staged)));
    await staged.discard();
  }
}
