import { HeadFault } from "./_head_fault.ts";
import { TOKEN, unescapeQuoted } from "./_header_parameters.ts";
import { trimBlanks } from "./_trim_blanks.ts";

/** One way to read a parameter. */
interface Reading {
  /** In lower case; empty for a parameter that is not used. */
  readonly name: string;
  readonly value: string;
  /** Index of the semicolon before the next parameter, or of the end of the text. */
  readonly next: number;
}

/** A parameter, the ways to read it, and the one that was chosen. */
interface Choice {
  readonly at: number;
  readonly readings: readonly Reading[];
  readonly way: number;
  readonly reading: Reading;
}

/** A parameter that can be read in only one way. */
const SIMPLE = new RegExp(
  `;[ \\t]*(${TOKEN})[ \\t]*=[ \\t]*(?:"([^"\\\\]*)"|([^ \\t";]+))[ \\t]*(?=;|$)`,
  "y",
);
/** The beginning of a parameter. All but the semicolon is optional, so the match never backtracks. */
const START = new RegExp(`;[ \\t]*(${TOKEN})?[ \\t]*(=?)[ \\t]*`, "y");
const ESCAPED = /"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*(?=;|$)/sy;
const PLAIN = /"([^"]*)"[ \t]*(?=;|$)/y;
/** The end of a file name with quotes inside, or the start of another parameter, which the file name must not swallow. */
const RAW_END = /"[ \t]*(?=;|$)|;[ \t]*(?:name|filename\*?)[ \t]*=/gi;

const KNOWN = /^(?:file)?name(?:\*|$)/;
const EXTENDED = /^(?:file)?name\*$/;
/** The name of a numbered piece (RFC 2231). */
const PIECE = /\*./;

/**
 * Reads the parameters of a Content-Disposition that name the part: `name`, `filename`, and their forms in RFC 5987 and RFC 2231
 * (`filename*`, `filename*0`, …). Some clients escape quotes and backslashes, others do not, and they do not say which. So each
 * parameter, from the left, is read in the first of these ways for which the rest of the header is well-formed:
 *
 * 1. with escapes: `\"` and `\\` are unescaped;
 * 2. without escapes;
 * 3. for `filename` alone: up to the first quote before optional blanks and a semicolon or the end. The quotes inside must come in
 *    pairs, and the value must not go beyond `; name=`, `; filename=` or `; filename*=`, so that it swallows no other parameter.
 *
 * A value without quotes around it ends before the next semicolon. So does any other malformed parameter, which is ignored,
 * unless its quotes do not come in pairs. A malformed `name` or `filename` is an error, and so is a raw quote in `name`.
 * `filename*` may hold anything: its decoder checks whether it is well-formed.
 *
 * The time is linear: no index is tried twice, and no two tries look for the same thing in the same characters.
 *
 * @param text The header's value, without blanks at its end.
 * @param from Index of the first semicolon, or of the end.
 * @returns The values by lower-case names. A malformed or repeated piece gets a name that no reader asks for.
 * @throws {HeadFault} If a parameter is malformed.
 * @throws {SyntaxError} If `name`, `filename`, `name*` or `filename*` is repeated.
 */
export function readDispositionParameters(text: string, from: number): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const { name, value } of readSimple(text, from) ?? chooseReadings(text, from)) {
    if (name === "") continue;
    if (!parameters.has(name)) parameters.set(name, value);
    else if (PIECE.test(name)) parameters.set(unfit(name), value);
    else throw new SyntaxError(`parameter '${name}' is repeated`);
  }
  return parameters;
}

/** The fast path. Returns `undefined` if a parameter can be read in several ways, or in none. */
function readSimple(text: string, from: number): readonly Reading[] | undefined {
  const readings: Reading[] = [];
  for (let at = from; at < text.length; at = SIMPLE.lastIndex) {
    SIMPLE.lastIndex = at;
    const match = SIMPLE.exec(text);
    if (match === null) return undefined;
    const [, attribute = "", quoted, value = quoted ?? ""] = match;
    readings.push({ name: knownName(attribute), value, next: SIMPLE.lastIndex });
  }
  return readings;
}

function chooseReadings(text: string, from: number): readonly Reading[] {
  const choices: Choice[] = [];
  /** Indexes from which the text is malformed in every reading. */
  const dead = new Set<number>();
  let furthest = from;
  for (let at = from; at < text.length; ) {
    let readings = dead.has(at) ? [] : readingsAt(text, at);
    let way = 0;
    let reading = readings[way];
    while (reading === undefined) {
      dead.add(at);
      furthest = Math.max(furthest, at);
      const last = choices.pop();
      if (last === undefined) throw malformed(text, furthest);
      ({ at, readings, way } = last);
      reading = readings[++way];
    }
    choices.push({ at, readings, way, reading });
    at = reading.next;
  }
  return choices.map(({ reading }) => reading);
}

/** Finds the ways to read the parameter behind a semicolon. It does not look at later parameters. */
function readingsAt(text: string, at: number): readonly Reading[] {
  START.lastIndex = at;
  const [, attribute = "", equals] = START.exec(text) ?? [];
  const start = START.lastIndex;
  const name = knownName(attribute);
  const isQuoted = attribute !== "" && equals === "=" && text[start] === '"';
  const readings = isQuoted ? quotedReadings(text, start, name) : [];
  if (readings.length > 0) return readings;

  const semicolon = text.indexOf(";", start);
  const next = semicolon < 0 ? text.length : semicolon;
  const value = equals === "=" ? trimBlanks(text.slice(start, next)) : "";
  if (EXTENDED.test(name)) return [{ name, value, next }];
  if (!quotesPair(text.slice(start, next))) return [];
  const isFit = value !== "" && !isQuoted && !(name === "name" && value.includes('"'));
  if (isFit || name === "") return [{ name, value, next }];
  return PIECE.test(name) ? [{ name: unfit(name), value, next }] : [];
}

function knownName(attribute: string): string {
  const name = attribute.toLowerCase();
  return KNOWN.test(name) ? name : "";
}

function quotedReadings(text: string, start: number, name: string): readonly Reading[] {
  const readings: Reading[] = [];
  ESCAPED.lastIndex = start;
  const escaped = ESCAPED.exec(text)?.[1];
  if (escaped !== undefined) {
    readings.push({ name, value: unescapeQuoted(escaped), next: ESCAPED.lastIndex });
  }
  PLAIN.lastIndex = start;
  const plain = PLAIN.exec(text)?.[1];
  if (plain !== undefined) {
    if (plain !== escaped) readings.push({ name, value: plain, next: PLAIN.lastIndex });
  } else if (name === "filename") {
    RAW_END.lastIndex = start + 1;
    const end = RAW_END.exec(text);
    const value = text.slice(start + 1, end?.index);
    if (end?.[0].startsWith('"') && quotesPair(value)) {
      readings.push({ name, value, next: RAW_END.lastIndex });
    }
  }
  return readings;
}

function quotesPair(text: string): boolean {
  let pair = true;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) pair = !pair;
  return pair;
}

/** Makes a name that no reader asks for, for a piece that must not be used. */
function unfit(name: string): string {
  return `${name};`;
}

function malformed(text: string, semicolon: number): HeadFault {
  START.lastIndex = semicolon;
  const [match = "", attribute = ""] = START.exec(text) ?? [];
  const at = attribute === "" ? semicolon + match.length : text.indexOf(attribute, semicolon);
  const hint = text.includes('"', at) ? "; write a quote inside of quotes as %22" : "";
  return new HeadFault("a parameter is malformed in Content-Disposition", at, hint);
}
