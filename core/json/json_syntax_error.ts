import { formatJsonPosition, type JsonPosition } from "./json_position.ts";

/**
 * The text is not JSON as RFC 8259 has it, is not UTF-8, or is beyond what varpost reads: 1,000 levels, numbers of 1,000
 * characters, 100,000 values where they have to be held apart. The message says what was expected and where, and shows no more of the text than one character or word.
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
  override readonly name = "JsonSyntaxError";
  /** Bytes before the place of the error, from 0. */
  readonly offset: number;
  /** Line of the error, from 1. */
  readonly line: number;
  /** Column of the error, from 1, in UTF-16 code units. */
  readonly column: number;

  /**
   * @param problem What is wrong, as in `expected a value, found '}'`.
   * @param position Where.
   */
  constructor(problem: string, position: JsonPosition) {
    super(`Cannot parse the JSON: ${problem} (${formatJsonPosition(position)})`);
    this.offset = position.offset;
    this.line = position.line;
    this.column = position.column;
  }
}
