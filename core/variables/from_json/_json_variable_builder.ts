import { RepeatedNames } from "../../json/_repeated_names.ts";
import type { JsonHandler, JsonTokenizer } from "../../json/json_tokenizer.ts";
import type { JsonSource, ShallowJson } from "../../json/shallow_json.ts";
import { withoutRepeatedNames } from "../../json/without_repeated_names.ts";
import type { JsonValueInfo } from "./_json_variable_info.ts";

/**
 * The members of a variable that the rules use, as they were sent; `undefined` for those that were not sent. If a member is
 * repeated, the last one counts.
 */
export interface JsonMembers {
  type?: ShallowJson | undefined;
  value?: ShallowJson | undefined;
  valueInfo?: ShallowJson | JsonValueInfo | undefined;
}

/** The members of the value info that the rules use, and misspelt ones for which there is a hint. */
const INFO_NAME =
  /^(?:filename|mimetype|encoding|transient|objectTypeName|serializationDataFormat|(?:file[_-]?)?name)$/i;

/**
 * Builds the members of one variable from the tokens inside its object. It keeps only members that are used. It keeps an array or
 * object as text, since JavaScript values would take ten times the memory.
 */
export class JsonVariableBuilder implements JsonHandler {
  readonly members: JsonMembers = {};
  readonly #tokenizer: JsonTokenizer;
  #name = "";
  /** The value info while it is being read. */
  #info: Map<string, ShallowJson> | undefined;
  /** Name of the current member of the value info. */
  #infoName = "";
  #names: RepeatedNames | undefined;
  #text = "";

  /** @param tokenizer The tokenizer that emits the tokens. */
  constructor(tokenizer: JsonTokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** Whether the next value is that of the member `value`. */
  get isAtValue(): boolean {
    return this.#name === "value" && this.#info === undefined;
  }

  startObject(): void {
    if (this.#info === undefined && this.#name === "valueInfo") this.#info = new Map();
    else this.#capture("object");
  }

  endObject(): void {
    if (this.#names !== undefined) {
      this.#addCaptured("object", this.#names);
      return;
    }
    const info = this.#info;
    this.#info = undefined;
    if (info !== undefined) this.members.valueInfo = info;
  }

  startArray(): void {
    this.#capture("array");
  }

  endArray(): void {
    if (this.#names !== undefined) this.#addCaptured("array", this.#names);
  }

  name(piece: string, last: boolean): void {
    this.#text += piece;
    if (!last) return;
    const name = this.#takeText();
    if (this.#info === undefined) this.#beginMember(name);
    else this.#infoName = name;
  }

  string(piece: string, last: boolean): void {
    if (!this.#isWanted) return;
    this.#text += piece;
    if (last) this.#add(this.#takeText());
  }

  number(lexeme: string): void {
    this.#add({ lexeme });
  }

  literal(value: boolean | null): void {
    this.#add(value);
  }

  #beginMember(name: string): void {
    this.#name = name;
    if (isMember(name)) this.members[name] = undefined;
  }

  get #isWanted(): boolean {
    return this.#info === undefined ? isMember(this.#name) : INFO_NAME.test(this.#infoName);
  }

  #capture(kind: JsonSource["kind"]): void {
    const names = new RepeatedNames();
    if (kind === "object") names.startObject();
    this.#names = names;
    const isWanted = this.#isWanted;
    this.#tokenizer.capture(isWanted, isWanted ? names : {});
  }

  #addCaptured(kind: JsonSource["kind"], names: RepeatedNames): void {
    const { captured } = this.#tokenizer;
    this.#names = undefined;
    this.#add({ kind, source: names.found ? withoutRepeatedNames(captured) : captured });
  }

  #takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #add(value: ShallowJson): void {
    if (!this.#isWanted) return;
    if (this.#info !== undefined) this.#info.set(this.#infoName, value);
    else if (isMember(this.#name)) this.members[this.#name] = value;
  }
}

function isMember(name: string): name is keyof JsonMembers {
  return name === "type" || name === "value" || name === "valueInfo";
}
