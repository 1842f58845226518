import { formatJsonPosition, type JsonPosition } from "./json_position.ts";

/**
 * The text is not JSON (RFC 8259), is not UTF-8, or exceeds what varpost reads: 1,000 levels, numbers of 1,000 characters, and
 * 100,000 values where each of them must be built. The message says what was expected and where. It shows at most one character or
 * word of the text.
 *
 * @example
 * ```ts
 * import { JsonSyntaxError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const error = new JsonSyntaxError("expected a value, found ']'", { offset: 3, line: 1, column: 4 });
 * assert.equal(
 *   error.message,
 *   "Cannot parse the JSON: expected a value, found ']' (line 1, column 4, byte 3)",
 * );
 * ```
 */
export class JsonSyntaxError extends SyntaxError {
  /** The name of the class. */
  override readonly name = "JsonSyntaxError";
  /** Number of bytes before the place of the error. */
  readonly offset: number;
  /** Line of the error, from 1. */
  readonly line: number;
  /** Column of the error, from 1, in UTF-16 code units. */
  readonly column: number;

  /**
   * Creates the error.
   *
   * @param problem The error, such as `expected a value, found '}'`.
   * @param position The place of the error.
   */
  constructor(problem: string, position: JsonPosition) {
    super(`Cannot parse the JSON: ${problem} (${formatJsonPosition(position)})`);
    this.offset = position.offset;
    this.line = position.line;
    this.column = position.column;
  }
}
