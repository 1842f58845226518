import { ANY_CHARACTER, pieceFinder } from "./_piece_finder.ts";

/** So long a piece is searched by `indexOf`, whose worst time is the product of both lengths. */
const MAX_SEARCHED = 32;

/** The parts of a pattern between its `%`: code points, or `ANY_CHARACTER`. */
type Pieces = readonly (readonly number[])[];

/**
 * Makes a function that matches whole texts against a pattern of SQL's `LIKE`: `%` stands for any number of characters, `_` for exactly
 * one (a code point), and `\` takes the next character literally. A `\` at the end matches nothing.
 *
 * However many `%` there are, it takes linear time: where a part between two of them fits first, there it may stand.
 *
 * @param pattern The pattern.
 * @returns Whether a text matches the pattern.
 *
 * @example
 * ```ts
 * import { likeMatcher } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * const matches = likeMatcher("order\\_%");
 * assert.deepEqual(["order_7", "order-7"].map(matches), [true, false]);
 * ```
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const pieces = parsePattern(pattern);
  if (pieces === undefined) return () => false;
  const texts = pieces.map(literalText);
  const literals = texts.filter((text) => text !== undefined);
  // Half of a surrogate pair is no character: it must not be found within one.
  const isLiteral = literals.length === texts.length && pattern.isWellFormed();
  if (isLiteral && texts.slice(1, -1).every(isSearched)) {
    return (text) => matchesLiterals(literals, text);
  }
  const [first = []] = pieces;
  if (pieces.length === 1) {
    return (text) => text.length < 2 * first.length + 1 && matchesWhole(first, pointsOf(text));
  }
  const last = pieces.at(-1) ?? [];
  const finders = pieces
    .slice(1, -1)
    .filter((piece) => piece.length > 0)
    .map(lengthAndFinder);
  const least = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return (text) => {
    if (text.length < least) return false;
    const points = pointsOf(text);
    const end = points.length - last.length;
    if (!matchesAt(first, points, 0) || !matchesAt(last, points, end)) return false;
    let at = first.length;
    for (const { length, find } of finders) {
      const found = find(points, at);
      if (found === -1) return false;
      at = found + length;
    }
    return at <= end;
  };
}

/** The text with which every text begins that matches a pattern. */
export function likePrefix(pattern: string): string {
  const [first = []] = parsePattern(pattern) ?? [];
  const end = first.indexOf(ANY_CHARACTER);
  const points = end === -1 ? first : first.slice(0, end);
  return points.map((point) => String.fromCodePoint(point)).join("");
}

/** Splits a pattern at its `%`. `undefined` if a `\` at its end takes nothing. */
function parsePattern(pattern: string): Pieces | undefined {
  let piece: number[] = [];
  const pieces = [piece];
  let isEscaped = false;
  for (const character of pattern) {
    if (isEscaped) piece.push(codePoint(character));
    else if (character === "%") {
      piece = [];
      pieces.push(piece);
    } else if (character === "_") piece.push(ANY_CHARACTER);
    else if (character !== "\\") piece.push(codePoint(character));
    isEscaped = character === "\\" && !isEscaped;
  }
  return isEscaped ? undefined : pieces;
}

function matchesLiterals(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return text === first;
  const last = pieces.at(-1) ?? "";
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}

function lengthAndFinder(piece: readonly number[]) {
  return { length: piece.length, find: pieceFinder(piece) };
}

function matchesWhole(piece: readonly number[], text: readonly number[]): boolean {
  return text.length === piece.length && matchesAt(piece, text, 0);
}

function matchesAt(piece: readonly number[], text: readonly number[], at: number): boolean {
  if (at < 0 || at + piece.length > text.length) return false;
  return piece.every((point, i) => point === ANY_CHARACTER || point === text[at + i]);
}

/** The text of a piece; `undefined` if any character may stand in it. */
function literalText(piece: readonly number[]): string | undefined {
  if (piece.includes(ANY_CHARACTER)) return undefined;
  return piece.map((point) => String.fromCodePoint(point)).join("");
}

function isSearched(text: string | undefined): boolean {
  return text !== undefined && text.length <= MAX_SEARCHED;
}

function pointsOf(text: string): readonly number[] {
  return Array.from(text, codePoint);
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
