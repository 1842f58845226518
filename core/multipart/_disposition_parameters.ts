import { HeadFault } from "./_head_fault.ts";
import { TOKEN, unescapeQuoted } from "./_header_parameters.ts";
import { trimBlanks } from "./_trim_blanks.ts";

/** A way to read a parameter. */
interface Reading {
  /** In lower case; empty if nobody asks for the parameter. */
  readonly name: string;
  readonly value: string;
  /** Where the next parameter begins, at its semicolon, or the end. */
  readonly next: number;
}

/** A parameter, the ways to read it, and which of them is taken. */
interface Choice {
  readonly at: number;
  readonly readings: readonly Reading[];
  readonly way: number;
  readonly reading: Reading;
}

/** A parameter that can be read in one way only. */
const SIMPLE = new RegExp(
  `;[ \\t]*(${TOKEN})[ \\t]*=[ \\t]*(?:"([^"\\\\]*)"|([^ \\t";]+))[ \\t]*(?=;|$)`,
  "y",
);
/** What a parameter begins with. All but the semicolon may be missing, so it never goes back. */
const START = new RegExp(`;[ \\t]*(${TOKEN})?[ \\t]*(=?)[ \\t]*`, "y");
const ESCAPED = /"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*(?=;|$)/sy;
const PLAIN = /"([^"]*)"[ \t]*(?=;|$)/y;
/** What ends a file name with quotes inside, or shows that it would swallow another parameter. */
const RAW_END = /"[ \t]*(?=;|$)|;[ \t]*(?:name|filename\*?)[ \t]*=/gi;

const KNOWN = /^(?:file)?name(?:\*|$)/;
const EXTENDED = /^(?:file)?name\*$/;
/** As of RFC 2231. */
const PIECE = /\*./;

/**
 * Reads the parameters of a Content-Disposition that name the part: `name`, `filename`, and what RFC 5987 and RFC 2231 add
 * to them (`filename*`, `filename*0`, …). Clients write quotes and backslashes with escapes or without and do not say which,
 * so each parameter, from the left, is read in the first way under which what follows is well-formed:
 *
 * 1. with escapes, of which `\"` and `\\` are undone;
 * 2. without;
 * 3. for `filename` alone: up to the first quote that stands before blanks and a semicolon or the end, with quotes inside that
 *    pair, and never beyond `; name=`, `; filename=` or `; filename*=`: no file name swallows another parameter.
 *
 * A value without quotes around it reaches to the next semicolon. So does any other parameter that is malformed, and it does
 * not matter, unless its quotes do not pair. A malformed `name` or `filename` is an error, and so is a raw quote in `name`.
 * `filename*` may hold anything: whoever decodes it sees whether it is well-formed.
 *
 * The time is linear: no place is tried twice, and no two tries look for the same thing in the same bytes.
 *
 * @param text The header's value, without blanks at its end.
 * @param from Where its parameters begin: at the first semicolon, or at the end.
 * @returns The values by lower-case names. A piece that is malformed or comes twice has a name that fits nowhere.
 * @throws {HeadFault} If a parameter is malformed.
 * @throws {SyntaxError} If one of `name`, `filename`, `name*` and `filename*` comes twice.
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

/** The fast path: no parameter leaves a choice. */
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
  /** Where what follows is malformed, however it is read. */
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

/** The ways to read the parameter at a semicolon, as far as it alone can tell. */
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

/** A name that no piece has, for one that must not be used. */
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
