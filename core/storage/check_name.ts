import { describeValue } from "../errors/_describe_value.ts";

/** An instance id or variable name has at most this many code points, as in the engine's tables. */
const MAX_CODE_POINTS = 255;

/**
 * Checks an instance id or variable name: 1 to 255 code points of well-formed Unicode without U+0000. All other characters are
 * allowed: `..`, `a/b`, `__proto__` and a single blank are legal names.
 *
 * @param kind The kind of name, for the message.
 * @param name The name to check.
 * @throws {TypeError} If it is not a legal name.
 *
 * @example
 * ```ts
 * import { checkName } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * checkName("variable name", "a/b");
 * assert.throws(() => checkName("variable name", ""), TypeError);
 * ```
 */
export function checkName(kind: "instance id" | "variable name", name: string): void {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new TypeError(`Cannot use the ${kind}: ${problem}`);
}

/** Whether a text is a legal instance id or variable name, see {@linkcode checkName}. */
export function isName(text: string): boolean {
  return nameProblem(text) === undefined;
}

function nameProblem(name: string): string | undefined {
  if (typeof name !== "string") return notString(name);
  if (name === "") return "it is empty";
  if (name.includes("\0")) return "it contains U+0000";
  if (!name.isWellFormed()) return "it is not well-formed Unicode (a lone surrogate)";
  // A code point takes one or two code units, so only a long string has to be counted.
  if (name.length > MAX_CODE_POINTS && codePoints(name) > MAX_CODE_POINTS) {
    return `it has more than ${MAX_CODE_POINTS} characters`;
  }
  return undefined;
}

function notString(name: unknown): string {
  return `it is ${describeValue(name)}, not a string`;
}

function codePoints(text: string): number {
  if (text.length > 2 * MAX_CODE_POINTS) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}
