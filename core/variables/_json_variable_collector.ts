import type { ByteSource } from "../multipart/byte_source.ts";
import type { StagedContent, VariableStorage } from "../storage/storage.ts";
import { BodySource } from "./_body_source.ts";
import { readBytes } from "./_content.ts";
import { encodeBase64 } from "./_encode_base64.ts";
import type { JsonVariable } from "./_json_variable.ts";
import { type JsonVariableLimits, JsonVariableReader } from "./_json_variable_reader.ts";
import type { ValueString } from "./_value_string.ts";

/**
 * Collects what counts of a variable in JSON. Only a long string in base64 is streamed, into a stage, which then does the asking
 * for chunks.
 */
export class JsonVariableCollector {
  readonly #reader: JsonVariableReader;
  readonly #source: BodySource;
  readonly #storage: VariableStorage;
  /** The string that was staged last. */
  #stagedString: ValueString | undefined;
  #staged: StagedContent | undefined;
  readonly #stages: StagedContent[] = [];

  /**
   * @param body The bytes of the JSON. The first chunk is asked for by `collect`.
   * @param limits How much to read.
   * @param storage Where to stage.
   */
  constructor(body: ByteSource, limits: JsonVariableLimits, storage: VariableStorage) {
    this.#reader = new JsonVariableReader(limits);
    this.#source = new BodySource(body, this.#reader);
    this.#storage = storage;
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
      while (await this.#source.feed()) {
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
    const { valueString } = this.#reader;
    return {
      type: this.#reader.member("type"),
      value: valueString === undefined ? this.#reader.member("value") : this.#valueOf(valueString),
      valueInfo: this.#reader.member("valueInfo"),
    };
  }

  /** Gives up every stage that was not stored. What cannot be given up is left to the storage's own sweep. */
  async release(): Promise<void> {
    await Promise.allSettled(this.#stages.map((stage) => stage.discard()));
  }

  #valueOf(value: ValueString): JsonVariable["value"] {
    const staged = this.#staged;
    if (!value.isDecoded || staged === undefined) return value.text;
    return { staged, text: () => this.#restore(value, staged) };
  }

  async #restore(value: ValueString, staged: StagedContent): Promise<string> {
    this.#reader.checkHeld(undefined);
    return value.restore(encodeBase64(await readBytes(staged)));
  }

  async #stage(value: ValueString): Promise<void> {
    const staged = await this.#storage.stage(value.chunks(() => this.#source.feed()));
    this.#stages.push(staged);
    this.#stagedString = value;
    this.#staged = staged;
    if (!value.isBroken) return;
    // It may be text still: it is, if there is room for it.
    this.#reader.checkHeld(value);
    value.resumeAsText(encodeBase64(await readBytes(staged)));
    await staged.discard();
  }
}
