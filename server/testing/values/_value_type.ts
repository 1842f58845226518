import { nearest } from "../../../core/errors/_nearest.ts";
import { shorten } from "../../../core/errors/_shorten.ts";
import {
  findValueType,
  TYPE_NAMES,
  type ValueType,
} from "../../../core/variables/values/value_types.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";

/** What to write if no value with its type was meant. */
export const ITSELF = '{ type: "Json", value: object } to store the object itself';

/**
 * Finds a value type by its name.
 *
 * @throws {TypeError} If there is none.
 */
export function valueType(name: string, place: ValuePlace): ValueType {
  const type = findValueType(name);
  if (type !== undefined) return type;
  const meant = nearest(name, TYPE_NAMES);
  const hint =
    meant === undefined
      ? `write one of ${TYPE_NAMES.join(", ")}, or`
      : `did you mean '${meant}'? Write it, or`;
  throw wrongValue(place, `there is no value type '${shorten(name)}'; ${hint} ${ITSELF}`);
}
