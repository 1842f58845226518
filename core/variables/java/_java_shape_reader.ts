import type { BodyParser } from "../../bytes/_body_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import { formatJsonPath } from "../../json/format_json_path.ts";
import { formatJsonPosition, type JsonPosition } from "../../json/json_position.ts";
import { type JsonHandler, JsonTokenizer } from "../../json/json_tokenizer.ts";
import type { JsonNumber } from "../../json/json_value.ts";
import { JsonValueBuilder } from "../../json/json_value_builder.ts";
import { isJavaKey } from "./_java_scalars.ts";
import type { JavaAnyShape, JavaKeyShape, JavaScalarShape, JavaShape } from "./_java_shape.ts";
import { JavaJsonError } from "./java_json_error.ts";
import { formatJavaTypeName } from "./java_type_name.ts";

/** An array or object that has begun and not ended. */
interface Open {
  /** The shape of its members' names; `undefined` if they are not checked. */
  readonly key: JavaKeyShape | undefined;
  /** The shape of its elements, or of its members' values. */
  readonly inner: JavaShape;
  /** The index or name of the element or member that is being read. */
  step: number | string;
}

/** An array or object for which an embedder has a check. It is built, since the check gets it whole. */
interface Checked {
  readonly shape: JavaAnyShape;
  readonly builder: JsonValueBuilder;
  readonly position: JsonPosition;
}

/** Checks token by token that JSON has the shape of a Java type. It builds values only for an embedder's check. */
export class JavaShapeReader implements JsonHandler, BodyParser {
  readonly #root: JavaShape;
  readonly #tokenizer = new JsonTokenizer(this);
  readonly #open: Open[] = [];
  #checked: Checked | undefined;
  #text = "";
  #isNull = false;

  /** @param root The shape that the JSON must have. */
  constructor(root: JavaShape) {
    this.#root = root;
  }

  /** Whether the JSON is `null`. Valid once it has ended. */
  get isNull(): boolean {
    return this.#isNull;
  }

  /**
   * Reads the next chunk.
   *
   * @param chunk Bytes of UTF-8.
   * @throws {JsonSyntaxError} If the text is not JSON.
   * @throws {JavaJsonError} If the JSON has another shape.
   */
  write(chunk: Uint8Array): void {
    this.#tokenizer.write(chunk);
  }

  /**
   * Ends the text.
   *
   * @throws {JsonSyntaxError} If it is incomplete.
   */
  end(): void {
    this.#tokenizer.end();
  }

  startObject(): void {
    this.#start("object", "")?.startObject();
  }

  startArray(): void {
    this.#start("array", -1)?.startArray();
  }

  endObject(): void {
    if (this.#checked === undefined) this.#open.pop();
    else this.#checked.builder.endObject();
    this.#endChecked();
  }

  endArray(): void {
    if (this.#checked === undefined) this.#open.pop();
    else this.#checked.builder.endArray();
    this.#endChecked();
  }

  name(piece: string, last: boolean): void {
    if (this.#checked !== undefined) {
      this.#checked.builder.name(piece, last);
      return;
    }
    this.#text += piece;
    const open = this.#open.at(-1);
    if (!last || open === undefined) return;
    const name = this.#takeText();
    if (open.key !== undefined) this.#readKey(open.key, name);
    open.step = name;
  }

  string(piece: string, last: boolean): void {
    if (this.#checked !== undefined) {
      this.#checked.builder.string(piece, last);
      return;
    }
    this.#text += piece;
    if (last) this.#readScalar(this.#takeText());
  }

  number(lexeme: string): void {
    if (this.#checked === undefined) this.#readScalar({ lexeme });
    else this.#checked.builder.number(lexeme);
  }

  literal(value: boolean | null): void {
    if (this.#checked === undefined) this.#readScalar(value);
    else this.#checked.builder.literal(value);
  }

  /** Begins an array or object. Returns its builder if an embedder's check needs the value. */
  #start(kind: "array" | "object", step: number | string): JsonValueBuilder | undefined {
    if (this.#checked !== undefined) return this.#checked.builder;
    const shape = this.#next();
    if (shape.kind === "any") {
      if (shape.check !== undefined) {
        const builder = new JsonValueBuilder(() => this.#tokenizer.position);
        this.#checked = { shape, builder, position: this.#tokenizer.position };
        return builder;
      }
      this.#open.push({ key: undefined, inner: shape, step });
    } else if (shape.kind !== kind) {
      this.#refuse(shape, `an ${kind}`);
    } else {
      const key = shape.kind === "object" ? shape.key : undefined;
      this.#open.push({ key, inner: shape.inner, step });
    }
    return undefined;
  }

  /** Moves to the next value, and returns its shape. */
  #next(): JavaShape {
    const open = this.#open.at(-1);
    if (open === undefined) return this.#root;
    if (typeof open.step === "number") open.step++;
    return open.inner;
  }

  #takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #readScalar(value: boolean | null | string | JsonNumber): void {
    const shape = this.#next();
    if (value === null) {
      if (shape.kind === "scalar" && !shape.nullable) this.#refuse(shape, "null");
      this.#isNull = this.#open.length === 0;
    } else if (shape.kind === "any") {
      const problem = shape.check?.(value);
      if (problem !== undefined) this.#fail(shape, problem, this.#tokenizer.position);
    } else if (shape.kind !== "scalar" || !fits(value, shape)) {
      this.#refuse(shape, show(value));
    }
  }

  #readKey(shape: JavaKeyShape, name: string): void {
    if (shape.kind === "scalar") {
      if (isJavaKey(shape.scalar, name)) return;
      this.#failKey(shape, name, `expected ${shape.scalar.expects}`);
    }
    const problem = shape.check?.(name);
    if (problem !== undefined) this.#failKey(shape, name, problem);
  }

  /** Runs an embedder's check if its value is complete. */
  #endChecked(): void {
    const value = this.#checked?.builder.value;
    if (this.#checked === undefined || value === undefined) return;
    const { shape, position } = this.#checked;
    this.#checked = undefined;
    const problem = shape.check?.(value);
    if (problem !== undefined) this.#fail(shape, problem, position);
  }

  #refuse(shape: JavaShape, found: string): never {
    this.#fail(shape, `expected ${expectation(shape)}, found ${found}`, this.#tokenizer.position);
  }

  #fail(shape: JavaShape, problem: string, position: JsonPosition): never {
    const path = formatJsonPath(this.#open.map(({ step }) => step));
    throw createError(path, path, shape, problem, position);
  }

  #failKey(shape: JavaKeyShape, name: string, problem: string): never {
    const path = formatJsonPath(this.#open.slice(0, -1).map(({ step }) => step));
    const subject = `the name ${show(name)} in ${path}`;
    throw createError(subject, path, shape, problem, this.#tokenizer.position);
  }
}

function createError(
  subject: string,
  path: string,
  shape: JavaShape,
  problem: string,
  position: JsonPosition,
): JavaJsonError {
  return new JavaJsonError(
    `Cannot read ${subject} as '${shorten(formatJavaTypeName(shape.name))}': ${problem} (${formatJsonPosition(position)})`,
    { path, position },
  );
}

function fits(value: boolean | string | JsonNumber, { scalar }: JavaScalarShape): boolean {
  if (typeof value === "boolean") return scalar.boolean === true;
  if (typeof value === "string") return scalar.string?.(value) === true;
  return scalar.number?.(value.lexeme) === true;
}

function expectation(shape: JavaShape): string {
  if (shape.kind === "scalar") return shape.scalar.expects;
  return `an ${shape.kind}`;
}

function show(value: boolean | string | JsonNumber): string {
  if (typeof value === "boolean") return `${value}`;
  if (typeof value === "string") return JSON.stringify(shorten(value));
  return shorten(value.lexeme);
}
