import type { BodyParser } from "../../bytes/_body_source.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { type JsonHandler, JsonTokenizer } from "../../json/json_tokenizer.ts";
import { type JsonMembers, JsonVariableBuilder } from "./_json_variable_builder.ts";

/** The limits of a {@linkcode ModificationsReader}. */
export interface ModificationsLimits {
  /** The largest size of the request in bytes. */
  readonly maxJsonBytes: number;
  /** The largest number of names in `modifications` and `deletions` together. */
  readonly maxChanges: number;
}

/** Stands for a value of a wrong kind, such as a number where an object is expected. */
export const WRONG: unique symbol = Symbol("wrong");

/** A request to change several variables, as it was sent. */
export interface ModificationsRequest {
  /** Whether the JSON is an object. If not, the other members are empty. */
  isObject: boolean;
  /** The variables by their names. If a name is repeated, the last one counts. */
  modifications: Map<string, JsonMembers | typeof WRONG> | typeof WRONG;
  /** The names to delete. */
  deletions: string[] | typeof WRONG;
}

/** Reads `{modifications, deletions}` while it arrives, and keeps only the members that are used. */
export class ModificationsReader implements JsonHandler, BodyParser {
  readonly request: ModificationsRequest = {
    isObject: false,
    modifications: new Map(),
    deletions: [],
  };
  readonly #limits: ModificationsLimits;
  readonly #tokenizer = new JsonTokenizer(this);
  #size = 0;
  #changes = 0;
  #depth = 0;
  /** Name of the current member of the request. */
  #section = "";
  /** Name of the current member of `modifications`. */
  #variable = "";
  #builder: JsonVariableBuilder | undefined;
  #text = "";

  /** @param limits The limits. */
  constructor(limits: ModificationsLimits) {
    this.#limits = limits;
  }

  /** Number of bytes that were read. */
  get size(): number {
    return this.#size;
  }

  write(chunk: Uint8Array): void {
    const { maxJsonBytes } = this.#limits;
    this.#size += chunk.length;
    if (this.#size > maxJsonBytes) {
      throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
    }
    this.#tokenizer.write(chunk);
  }

  end(): void {
    this.#tokenizer.end();
  }

  startObject(): void {
    const depth = this.#depth++;
    if (depth === 0) this.request.isObject = true;
    else if (depth === 1 && this.#section === "modifications")
      this.request.modifications = new Map();
    else if (depth === 2 && this.#section === "modifications") this.#beginVariable();
    else if (depth > 2) this.#builder?.startObject();
    else this.#skip(depth);
  }

  endObject(): void {
    if (--this.#depth > 2) this.#builder?.endObject();
    else if (this.#depth === 2) this.#builder = undefined;
  }

  startArray(): void {
    const depth = this.#depth++;
    if (depth === 1 && this.#section === "deletions") this.request.deletions = [];
    else if (depth > 2) this.#builder?.startArray();
    else this.#skip(depth);
  }

  endArray(): void {
    if (--this.#depth > 2) this.#builder?.endArray();
  }

  name(piece: string, last: boolean): void {
    if (this.#builder !== undefined) {
      this.#builder.name(piece, last);
      return;
    }
    this.#text += piece;
    if (!last) return;
    const name = this.#takeText();
    if (this.#depth === 1) {
      this.#section = name;
    } else {
      this.#count();
      this.#variable = name;
    }
  }

  string(piece: string, last: boolean): void {
    if (this.#builder !== undefined) {
      this.#builder.string(piece, last);
      return;
    }
    const { deletions } = this.request;
    const isName = this.#depth === 2 && this.#section === "deletions" && deletions !== WRONG;
    if (isName) this.#text += piece;
    if (!last) return;
    if (!isName) {
      this.#refuse(this.#depth);
      return;
    }
    this.#count();
    deletions.push(this.#takeText());
  }

  number(lexeme: string): void {
    if (this.#builder !== undefined) this.#builder.number(lexeme);
    else this.#refuse(this.#depth);
  }

  literal(value: boolean | null): void {
    if (this.#builder !== undefined) this.#builder.literal(value);
    else if (value === null && this.#depth === 1) this.#clear();
    else this.#refuse(this.#depth);
  }

  #beginVariable(): void {
    const { modifications } = this.request;
    this.#builder = new JsonVariableBuilder(this.#tokenizer);
    if (modifications !== WRONG) modifications.set(this.#variable, this.#builder.members);
  }

  /** Treats a member that is `null` like a missing one. */
  #clear(): void {
    if (this.#section === "modifications") this.request.modifications = new Map();
    if (this.#section === "deletions") this.request.deletions = [];
  }

  /** Records that a value of a wrong kind begins at this depth. */
  #refuse(depth: number): void {
    const { modifications } = this.request;
    if (this.#section === "deletions") this.request.deletions = WRONG;
    if (this.#section !== "modifications") return;
    if (depth === 1 || modifications === WRONG) this.request.modifications = WRONG;
    else modifications.set(this.#variable, WRONG);
  }

  /** Skips an array or object that is of a wrong kind here, or belongs to an unknown member. */
  #skip(depth: number): void {
    this.#tokenizer.capture(false);
    this.#refuse(depth);
  }

  #count(): void {
    const { maxChanges } = this.#limits;
    if (++this.#changes <= maxChanges) return;
    throw new LimitExceededError("maxChanges", maxChanges, "the request body");
  }

  #takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
