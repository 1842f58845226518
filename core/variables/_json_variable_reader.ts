import { type JsonHandler, JsonTokenizer } from "../json/json_tokenizer.ts";
import type { JsonValue } from "../json/json_value.ts";
import { JsonValueBuilder } from "../json/json_value_builder.ts";
import { LimitExceededError } from "../limits.ts";
import type { BodyParser } from "./_body_source.ts";
import { refusal } from "./_refusals.ts";
import { ValueString } from "./_value_string.ts";
import { findValueType } from "./value_types.ts";

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
  #name = "";
  #nameIsWhole = false;
  readonly #members = new Map<string, JsonValueBuilder>();
  /** What takes the value of the current member; nothing if it is read past. */
  #builder: JsonValueBuilder | undefined;
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

  /** A member; `undefined` if there is none of this name, or if it is a `value` that is a string. */
  member(name: "type" | "value" | "valueInfo"): JsonValue | undefined {
    return this.#members.get(name)?.value;
  }

  /**
   * Checks how much there is of the document.
   *
   * @param streamed The value to be left out of account, as far as it may be of any size.
   * @throws {LimitExceededError} If it is too much.
   */
  checkHeld(streamed: ValueString | undefined): void {
    const start = this.#beginningValueOffset() ?? this.#total;
    const open = streamed?.streamedBytes(this.#total) ?? this.#total - start;
    const { maxJsonBytes } = this.#limits;
    if (this.#total - open <= maxJsonBytes) return;
    throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
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
    if (this.#depth++ > 0) this.#builder?.startObject();
  }

  endObject(): void {
    if (--this.#depth > 0) this.#builder?.endObject();
  }

  startArray(): void {
    this.#checkInObject();
    this.#depth++;
    this.#builder?.startArray();
  }

  endArray(): void {
    this.#depth--;
    this.#builder?.endArray();
  }

  name(piece: string, last: boolean): void {
    if (this.#depth > 1) {
      this.#builder?.name(piece, last);
      return;
    }
    if (this.#nameIsWhole) this.#name = "";
    this.#name += piece;
    this.#nameIsWhole = last;
    if (last) this.#beginMember();
  }

  string(piece: string, last: boolean): void {
    this.#checkInObject();
    if (this.#depth > 1 || this.#name !== "value") {
      this.#builder?.string(piece, last);
      return;
    }
    if (!this.#isInValueString) this.#beginValueString();
    this.#valueString?.write(piece);
    this.#isInValueString = !last;
    if (last) this.#valueString?.finish(this.#tokenizer.stringEndOffset);
  }

  number(lexeme: string): void {
    this.#checkInObject();
    this.#builder?.number(lexeme);
  }

  literal(value: boolean | null): void {
    this.#checkInObject();
    this.#builder?.literal(value);
  }

  #beginMember(): void {
    this.#builder = undefined;
    switch (this.#name) {
      case "value":
        // From now on it counts with the rest: only one value may be of any size.
        this.#valueString = undefined;
        break;
      case "type":
      case "valueInfo":
        break;
      default:
        return;
    }
    this.#builder = new JsonValueBuilder(() => this.#tokenizer.position);
    this.#members.set(this.#name, this.#builder);
  }

  #beginValueString(): void {
    this.#valueString = new ValueString({
      start: this.#tokenizer.position.offset,
      maxValueBytes: this.#limits.maxValueBytes,
      maxText: this.#limits.maxJsonBytes,
      type: this.#knownType(),
    });
  }

  /** Where a string of `value` begins of which no piece has come yet. */
  #beginningValueOffset(): number | undefined {
    return this.#depth === 1 && this.#name === "value"
      ? this.#tokenizer.openStringOffset
      : undefined;
  }

  #knownType(): "text" | { readonly bytes: string } | undefined {
    const name = this.member("type");
    if (typeof name !== "string") return undefined;
    return findValueType(name)?.stored === "bytes" ? { bytes: name } : "text";
  }

  #checkInObject(): void {
    if (this.#depth === 0) throw refusal("Cannot read the variable: it must be a JSON object");
  }
}
