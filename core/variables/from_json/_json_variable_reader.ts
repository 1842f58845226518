import type { BodyParser } from "../../bytes/_body_source.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { type JsonHandler, JsonTokenizer } from "../../json/json_tokenizer.ts";
import { refusal } from "../errors/_refusals.ts";
import { findValueType } from "../values/value_types.ts";
import { type JsonMembers, JsonVariableBuilder } from "./_json_variable_builder.ts";
import { ValueString } from "./_value_string.ts";

/** How much a {@linkcode JsonVariableReader} reads. */
export interface JsonVariableLimits {
  /** Bytes of a value that is decoded on its way. */
  readonly maxValueBytes: number;
  /** Bytes of all the rest. */
  readonly maxJsonBytes: number;
}

/** Reads a variable in JSON as it comes. Its members may have any order, and come twice: then the last counts. */
export class JsonVariableReader implements JsonHandler, BodyParser {
  readonly #limits: JsonVariableLimits;
  readonly #tokenizer = new JsonTokenizer(this);
  #total = 0;
  #depth = 0;
  readonly #builder = new JsonVariableBuilder(this.#tokenizer);
  /** The value, if it is a string. */
  #valueString: ValueString | undefined;
  #isInValueString = false;

  /** @param limits How much to read. */
  constructor(limits: JsonVariableLimits) {
    this.#limits = limits;
  }

  /** The member `value` so far, if it is a string. */
  get valueString(): ValueString | undefined {
    return this.#valueString;
  }

  /** The members so far, without a `value` that is a string. */
  get members(): JsonMembers {
    return this.#builder.members;
  }

  /**
   * Checks how much there is of the document.
   *
   * @param streamed The value to be left out of account, as far as it may be of any size.
   * @throws {LimitExceededError} If it is too much.
   */
  checkHeld(streamed: ValueString | undefined): void {
    const { maxJsonBytes } = this.#limits;
    if (this.#heldBeside(streamed) <= maxJsonBytes) return;
    throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
  }

  /** Bytes of the document that are not streamed. */
  get held(): number {
    return this.#heldBeside(this.#valueString?.isDecoded ? this.#valueString : undefined);
  }

  write(chunk: Uint8Array): void {
    this.#total += chunk.length;
    this.#tokenizer.write(chunk);
    this.checkHeld(this.#valueString);
  }

  end(): void {
    this.#tokenizer.end();
  }

  startObject(): void {
    if (this.#depth++ > 0) this.#builder.startObject();
  }

  endObject(): void {
    if (--this.#depth > 0) this.#builder.endObject();
  }

  startArray(): void {
    this.#checkInObject();
    this.#depth++;
    this.#builder.startArray();
  }

  endArray(): void {
    this.#depth--;
    this.#builder.endArray();
  }

  name(piece: string, last: boolean): void {
    this.#builder.name(piece, last);
    // From now on one that came counts with the rest: only one value may be of any size.
    if (last && this.#builder.isAtValue) this.#valueString = undefined;
  }

  string(piece: string, last: boolean): void {
    this.#checkInObject();
    if (!this.#builder.isAtValue) {
      this.#builder.string(piece, last);
      return;
    }
    if (!this.#isInValueString) this.#beginValueString();
    this.#valueString?.write(piece);
    this.#isInValueString = !last;
    if (last) this.#valueString?.finish(this.#tokenizer.stringEndOffset);
  }

  number(lexeme: string): void {
    this.#checkInObject();
    this.#builder.number(lexeme);
  }

  literal(value: boolean | null): void {
    this.#checkInObject();
    this.#builder.literal(value);
  }

  #heldBeside(streamed: ValueString | undefined): number {
    const start = this.#beginningValueOffset() ?? this.#total;
    return this.#total - (streamed?.streamedBytes(this.#total) ?? this.#total - start);
  }

  #beginValueString(): void {
    const type = this.#knownType();
    const { maxValueBytes, maxJsonBytes } = this.#limits;
    this.#valueString = new ValueString({
      start: this.#tokenizer.position.offset,
      maxValueBytes,
      // What must be bytes is never told again as text.
      maxText: typeof type === "object" ? 0 : maxJsonBytes,
      type,
    });
  }

  /** Where a string of `value` begins of which no piece has come yet. */
  #beginningValueOffset(): number | undefined {
    return this.#depth === 1 && this.#builder.isAtValue
      ? this.#tokenizer.openStringOffset
      : undefined;
  }

  #knownType(): "text" | { readonly bytes: string } | undefined {
    const name = this.members.type;
    if (typeof name !== "string") return undefined;
    return findValueType(name)?.stored === "bytes" ? { bytes: name } : "text";
  }

  #checkInObject(): void {
    if (this.#depth === 0) throw refusal("Cannot read the variable: it must be a JSON object");
  }
}
