import { compareNames } from "../../core/storage/compare_names.ts";
import {
  booleanKey,
  dateKey,
  FIRST_DATE_KEY,
  FIRST_NUMBER_KEY,
  keyAfter,
  LAST_DATE_KEY,
  LAST_NUMBER_KEY,
  NULL_KEY,
  numberKey,
  scalarKey,
} from "../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  NameCondition,
  QueryPageOptions,
  QueryPosition,
  ScalarCondition,
  ScalarRange,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import type { Dice } from "./_dice.ts";
import { randomScalar, TYPES } from "./_random_values.ts";

/** Texts that no variable or instance has as its name. */
const NO_NAMES = ["", "\0", "a\0b", "\ud800", "a\udc00", "y".repeat(300), "nobody", "order-1x"];

const LIMITS = [1, 2, 3, 7, 50, 1_000, 10_000];

/** Ends of ranges, most of which are no key of a value that is stored. */
export const ENDS: readonly Uint8Array[] = [
  ...[NULL_KEY, FIRST_NUMBER_KEY, LAST_NUMBER_KEY, FIRST_DATE_KEY, LAST_DATE_KEY],
  ...[booleanKey(false), booleanKey(true), dateKey(0), dateKey(8.64e15), new Uint8Array(0)],
  ...[numberKey(-(2n ** 63n)), numberKey(2n ** 63n - 1n), numberKey(2 ** 63), numberKey(2 ** 31)],
  ...[numberKey(2n ** 53n + 1n), numberKey(2 ** 53), numberKey(6.5), numberKey(Number.NaN)],
  ...[Uint8Array.of(255, 255), new Uint8Array(40).fill(2)],
];

/** What a query is about. */
interface Subject {
  readonly dice: Dice;
  /** All variables of the store. */
  readonly variables: readonly FoundVariable[];
  /** One that most conditions hold for, so that those of one query seldom exclude each other; `undefined` if there is none. */
  readonly aim: FoundVariable | undefined;
}

/** Makes a query about the variables of a store, with any combination of conditions. */
export function randomQuery(dice: Dice, variables: readonly FoundVariable[]): StorageQuery {
  const subject = { dice, variables, aim: variables.length > 0 ? dice.pick(variables) : undefined };
  return {
    ...(dice.chance(0.25) ? { instanceIds: randomIds(subject) } : {}),
    ...(dice.chance(0.6) ? { names: several(dice, () => nameCondition(subject)) } : {}),
    ...(dice.chance(0.6) ? { values: several(dice, () => scalarCondition(subject)) } : {}),
    ...(dice.chance(0.7) ? { order: dice.pick(["instance", "name"] as const) } : {}),
    ...(dice.chance(0.7) ? { descending: dice.chance(0.5) } : {}),
  };
}

/**
 * Chooses a part of an answer, and how it is divided into pages.
 *
 * @param found How many variables the query finds.
 */
export function randomPart(
  dice: Dice,
  variables: readonly FoundVariable[],
  found: number,
): QueryPageOptions {
  const skip = dice.pick([0, 0, 0, 1, 3, dice.below(found + 1), found + 5, Infinity]);
  // Not thousands of pages.
  const fewest = Math.ceil(found / 25) || 1;
  return {
    ...(dice.chance(0.6) ? { after: randomPosition(dice, variables) } : {}),
    ...(skip > 0 ? { skip } : {}),
    ...(dice.chance(0.9) ? { limit: Math.max(dice.pick(LIMITS), fewest) } : {}),
  };
}

function randomIds({ dice, variables, aim }: Subject): readonly string[] {
  if (aim === undefined) return [];
  const count = dice.pick([0, 1, 1, 2, 5, 40, 3_000]);
  const ids = Array.from({ length: count }, () => dice.pick(variables).instanceId);
  ids.push(...dice.some(NO_NAMES, dice.below(3)), ...(dice.chance(0.8) ? [aim.instanceId] : []));
  return [...new Set(ids)].sort(compareNames);
}

function nameCondition(subject: Subject): NameCondition {
  const { dice } = subject;
  const name = randomName(subject);
  const ignoreCase = dice.chance(0.4) ? { ignoreCase: dice.chance(0.8) } : {};
  const text = dice.chance(0.2) ? otherCase(dice, name) : name;
  if (dice.chance(0.5)) return { operator: "eq", text, ...ignoreCase };
  return { operator: "like", text: pattern(dice, text), ...ignoreCase };
}

/** Makes a pattern that the text probably matches. */
function pattern(dice: Dice, text: string): string {
  const characters = [...text];
  const at = dice.below(characters.length + 1);
  const begin = escaped(characters.slice(0, at).join(""));
  const end = escaped(characters.slice(at).join(""));
  const behind = escaped(characters.slice(at + 1).join(""));
  const matching = [`${begin}%`, `%${end}`, `%${begin}%`, `${begin}%${end}`, `${begin}_${behind}`];
  if (dice.chance(0.6)) return dice.pick(matching);
  return dice.pick([
    ...["%", "%%", "", "_%", "%_", "_".repeat(at), "%a%a%a%", text, `${text}%`, `${text}\\`],
    ...[`\\${text}`, `${begin}\\_%`, `${begin}\0%`, `${begin}_%`, `${begin}${end}`],
  ]);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

function scalarCondition(subject: Subject): ScalarCondition {
  const { dice } = subject;
  const anyOf = several(dice, () => scalarRange(subject));
  return { anyOf, ...(dice.chance(0.3) ? { negated: dice.chance(0.8) } : {}) };
}

function scalarRange(subject: Subject): ScalarRange {
  const { dice, aim } = subject;
  const from = randomKey(subject);
  const to = dice.chance(0.5) ? keyAfter(from) : randomKey(subject);
  const types = dice.pick([
    ...[["Short", "Integer", "Long"], ["Short", "Integer", "Long", "Double"], ["Double"]],
    ...[["Date"], ["Boolean"], ["String"], dice.some(TYPES, dice.below(5))],
    ...[undefined, undefined, undefined, undefined, undefined],
  ]);
  const isAimed = types !== undefined && aim !== undefined && dice.chance(0.5);
  return {
    ...(dice.chance(0.9) ? { types: isAimed ? [...types, aim.record.type] : types } : {}),
    ...(dice.chance(0.7) ? { from } : {}),
    ...(dice.chance(0.7) ? { to } : {}),
  };
}

function randomKey({ dice, variables, aim }: Subject): Uint8Array {
  const end = dice.pick(ENDS);
  if (aim === undefined || dice.chance(0.1)) return end;
  if (dice.chance(0.6)) return scalarKey(aim.record) ?? end;
  if (dice.chance(0.5)) return scalarKey(dice.pick(variables).record) ?? end;
  const { type, content } = randomScalar(dice);
  return (
    scalarKey({ type, isNull: false, ...(content === null ? {} : { inline: content }) }) ?? end
  );
}

function randomPosition(dice: Dice, variables: readonly FoundVariable[]): QueryPosition {
  const texts = ["", "\0", "a\0b", "\uffff", "\u{10ffff}\u{10ffff}"];
  if (variables.length === 0) return { instanceId: dice.pick(texts), name: dice.pick(texts) };
  const { instanceId, record } = dice.pick(variables);
  const position = { instanceId, name: record.name };
  return dice.pick([
    position,
    position,
    { instanceId, name: dice.pick(variables).record.name },
    { instanceId, name: dice.pick(texts) },
    { instanceId: dice.pick(texts), name: record.name },
    { instanceId: `${instanceId}\0`, name: record.name },
    { instanceId, name: `${record.name}\0` },
    { instanceId: instanceId.slice(0, -1).toWellFormed(), name: record.name },
  ]);
}

function randomName({ dice, variables, aim }: Subject): string {
  if (aim === undefined || dice.chance(0.1)) return dice.pick(NO_NAMES);
  return dice.chance(0.7) ? aim.record.name : dice.pick(variables).record.name;
}

function otherCase(dice: Dice, text: string): string {
  return dice.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
}

/** Makes mostly one, sometimes none or more. */
function several<T>(dice: Dice, make: () => T): readonly T[] {
  return Array.from({ length: dice.pick([0, 1, 1, 1, 1, 2, 3]) }, make);
}
