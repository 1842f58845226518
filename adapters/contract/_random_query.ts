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

/** The ends of ranges that are no key of a stored value. */
const ENDS: readonly Uint8Array[] = [
  ...[NULL_KEY, FIRST_NUMBER_KEY, LAST_NUMBER_KEY, FIRST_DATE_KEY, LAST_DATE_KEY],
  ...[booleanKey(false), booleanKey(true), dateKey(0), dateKey(8.64e15), new Uint8Array(0)],
  ...[numberKey(-(2n ** 63n)), numberKey(2n ** 63n - 1n), numberKey(2 ** 63), numberKey(2 ** 31)],
  ...[numberKey(2n ** 53n + 1n), numberKey(2 ** 53), numberKey(6.5), numberKey(Number.NaN)],
  ...[Uint8Array.of(255, 255), new Uint8Array(40).fill(2)],
];

/** Makes a query about the variables of a store, with any combination of conditions. */
export function randomQuery(dice: Dice, variables: readonly FoundVariable[]): StorageQuery {
  return {
    ...(dice.chance(0.25) ? { instanceIds: randomIds(dice, variables) } : {}),
    ...(dice.chance(0.6) ? { names: several(dice, () => nameCondition(dice, variables)) } : {}),
    ...(dice.chance(0.5) ? { values: several(dice, () => scalarCondition(dice, variables)) } : {}),
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

function randomIds(dice: Dice, variables: readonly FoundVariable[]): readonly string[] {
  if (variables.length === 0) return [];
  const count = dice.pick([0, 1, 1, 2, 5, 40, 3_000]);
  const ids = Array.from({ length: count }, () => dice.pick(variables).instanceId);
  ids.push(...dice.some(NO_NAMES, dice.below(3)));
  return [...new Set(ids)].sort(compareNames);
}

function nameCondition(dice: Dice, variables: readonly FoundVariable[]): NameCondition {
  const name = randomName(dice, variables);
  const ignoreCase = dice.chance(0.3) ? { ignoreCase: dice.chance(0.8) } : {};
  const text = dice.chance(0.2) ? otherCase(dice, name) : name;
  if (dice.chance(0.5)) return { operator: "eq", text, ...ignoreCase };
  return { operator: "like", text: pattern(dice, text), ...ignoreCase };
}

/** Makes a pattern that the text may match. */
function pattern(dice: Dice, text: string): string {
  const characters = [...text];
  const at = dice.below(characters.length + 1);
  const begin = characters.slice(0, at).join("");
  const end = characters.slice(at).join("");
  const escaped = text.replaceAll(/[\\%_]/g, "\\$&");
  return dice.pick([
    ...[`${begin}%`, `${escaped.slice(0, 3)}%`, `%${end}`, `%${begin}%`, `${begin}%${end}`],
    ...[`${begin}_${characters.slice(at + 1).join("")}`, `_%`, `%_`, "_".repeat(at), escaped],
    ...["%", "%%", "", text, `${text}\\`, `\\${text}`, `${begin}\\_%`, "%a%a%a%", `${begin}\0%`],
  ]);
}

function scalarCondition(dice: Dice, variables: readonly FoundVariable[]): ScalarCondition {
  const anyOf = several(dice, () => scalarRange(dice, variables));
  return { anyOf, ...(dice.chance(0.3) ? { negated: dice.chance(0.8) } : {}) };
}

function scalarRange(dice: Dice, variables: readonly FoundVariable[]): ScalarRange {
  const from = randomKey(dice, variables);
  const to = dice.chance(0.5) ? keyAfter(from) : randomKey(dice, variables);
  const types = dice.pick([
    ...[["Short", "Integer", "Long"], ["Short", "Integer", "Long", "Double"], ["Double"]],
    ...[["Date"], ["Boolean"], ["String"], dice.some(TYPES, dice.below(5)), undefined, undefined],
  ]);
  return {
    ...(types === undefined && dice.chance(0.5) ? {} : { types }),
    ...(dice.chance(0.7) ? { from } : {}),
    ...(dice.chance(0.7) ? { to } : {}),
  };
}

function randomKey(dice: Dice, variables: readonly FoundVariable[]): Uint8Array {
  const end = dice.pick(ENDS);
  if (dice.chance(0.2)) return end;
  if (variables.length > 0 && dice.chance(0.5))
    return scalarKey(dice.pick(variables).record) ?? end;
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

function randomName(dice: Dice, variables: readonly FoundVariable[]): string {
  if (variables.length === 0 || dice.chance(0.1)) return dice.pick(NO_NAMES);
  return dice.pick(variables).record.name;
}

function otherCase(dice: Dice, text: string): string {
  return dice.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
}

/** Makes mostly one, sometimes none or more. */
function several<T>(dice: Dice, make: () => T): readonly T[] {
  return Array.from({ length: dice.pick([0, 1, 1, 1, 1, 2, 3]) }, make);
}
