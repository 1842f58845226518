import { describeValue } from "../../../core/errors/_describe_value.ts";
import { nearest } from "../../../core/errors/_nearest.ts";
import { shorten } from "../../../core/errors/_shorten.ts";
import type { ValueType } from "../../../core/variables/values/value_types.ts";
import { isPlainObject } from "./_json_text.ts";
import { ITSELF, valueType } from "./_value_type.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";
import type { TestValueInfo } from "./test_value.ts";

/** A value whose type the test has named. */
export interface TypedValue {
  readonly type: ValueType;
  readonly value: unknown;
  readonly info: TestValueInfo;
}

const MEMBERS: readonly string[] = ["type", "value", "valueInfo"];

/**
 * Reads a value that is written with its type.
 *
 * @returns `undefined` if it is any other value.
 * @throws {TypeError} If it has the members of one, and something in them is wrong.
 */
export function typedValue(written: unknown, place: ValuePlace): TypedValue | undefined {
  if (typeof written !== "object" || written === null || !isPlainObject(written)) return undefined;
  if (!("type" in written) || typeof written.type !== "string") return undefined;
  if (!Object.keys(written).every((member) => MEMBERS.includes(member))) return undefined;
  const type = valueType(written.type, place);
  const value = "value" in written ? written.value : undefined;
  if (value === undefined) {
    throw wrongValue(
      place,
      `it is of type '${type.name}' and has no 'value'; write one, or null, or ${ITSELF}`,
    );
  }
  const info = "valueInfo" in written ? written.valueInfo : undefined;
  return { type, value, info: readInfo(type, info, place) };
}

/** Copies the members of a value info that the type has. */
function readInfo(type: ValueType, info: unknown, place: ValuePlace): TestValueInfo {
  if (info === undefined) return {};
  if (typeof info !== "object" || info === null || !isPlainObject(info)) {
    throw wrongValue(place, `its 'valueInfo' is ${describeValue(info)}; write an object`);
  }
  const members: [string, string][] = [];
  for (const [name, text] of Object.entries(info)) {
    const known = type.valueInfo.find((member) => member === name);
    if (known === undefined) throw unknownInfo(type, name, place);
    if (text === undefined) continue;
    if (typeof text !== "string" || !text.isWellFormed()) {
      throw wrongValue(
        place,
        `'${name}' in its 'valueInfo' is ${describeValue(text)}; write a text`,
      );
    }
    members.push([known, text]);
  }
  return Object.fromEntries(members);
}

function unknownInfo(
  { name: type, valueInfo }: ValueType,
  name: string,
  place: ValuePlace,
): TypeError {
  const meant = nearest(name, valueInfo);
  const known = valueInfo.length === 0 ? "leave it out" : `write ${valueInfo.join(", ")}`;
  const hint = meant === undefined ? known : `did you mean '${meant}'?`;
  return wrongValue(place, `the 'valueInfo' of type '${type}' has no '${shorten(name)}'; ${hint}`);
}
