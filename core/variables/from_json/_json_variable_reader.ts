import type { BodyParser } from "../../bytes/_body_source.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { type JsonHandler, JsonTokenizer } from "../../json/json_tokenizer.ts";
import { refusal } from "../errors/_refusals.ts";
import { findValueType } from "../values/value_types.ts";
import { type JsonMembers, JsonVariableBuilder } from "./_json_variable_builder.ts";
import { ValueString } from "./_value_string.ts";

/** The limits of a {@linkcode JsonVariableReader}. */
export interface JsonVariableLimits {
  /** The largest size in bytes of a value that is decoded while it arrives. */
  readonly maxValueBytes: number;
  /** The largest size in bytes of everything else. */
  readonly maxJsonBytes: number;
}

/** Reads a variable in JSON while it arrives. The members may have any order. If a member is repeated, the last one counts. */
export class JsonVariableReader implements JsonHandler, BodyParser {
  readonly #limits: JsonVariableLimits;
  readonly #tokenizer = new JsonTokenizer(this);
  #total = 0;
  #depth = 0;
  readonly #builder = new JsonVariableBuilder(this.#tokenizer);
  /** The member `value` if it is a string. */
  #valueString: ValueString | undefined;
  #isInValueString = false;

  /** @param limits The limits. */
  constructor(limits: JsonVariableLimits) {
    this.#limits = limits;
  }

  /** The member `value` so far if it is a string. */
  get valueString(): ValueString | undefined {
    return this.#valueString;
  }

  /** The members so far. A `value` that is a string is not among them. */
  get members(): JsonMembers {
    return this.#builder.members;
  }

  /**
   * Checks how many bytes of the document must be held in memory.
   *
   * @param streamed The value whose streamed bytes do not count; `undefined` if all bytes count.
   * @throws {LimitExceededError} If there are more than `maxJsonBytes`.
   */
  checkHeld(streamed: ValueString | undefined): void {
    const { maxJsonBytes } = this.#limits;
    if (this.#heldBeside(streamed) <= maxJsonBytes) return;
    throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
  }

  /** Number of bytes of the document that are not streamed. */
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
    // An earlier `value` counts like all other bytes from now on: only one value may be of any size.
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
      // A value that must be bytes is never restored as text.
      maxText: typeof type === "object" ? 0 : maxJsonBytes,
      type,
    });
  }

  /** Offset of the string of `value` if it has begun and the tokenizer has emitted no piece of it yet. */
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
