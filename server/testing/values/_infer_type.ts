import { types } from "node:util";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { ValueType } from "../../../core/variables/values/value_types.ts";
import { isPlainObject } from "./_json_text.ts";
import { valueType } from "./_value_type.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";
import type { ObjectsAs } from "./test_value.ts";

const INTEGER_LIMIT = 2 ** 31;

/**
 * Finds the type of a value that is written without one.
 *
 * @throws {TypeError} If no type follows from the value.
 */
export function inferType(value: unknown, objects: ObjectsAs, place: ValuePlace): ValueType {
  return valueType(typeName(value, objects, place), place);
}

function typeName(value: unknown, objects: ObjectsAs, place: ValuePlace): string {
  switch (typeof value) {
    case "string":
      return "String";
    case "boolean":
      return "Boolean";
    case "bigint":
      return "Long";
    case "number":
      return numberType(value, place);
    case "object":
      return value === null ? "Null" : objectType(value, objects, place);
    case "undefined":
      throw wrongValue(place, "it is undefined; leave it out, or write null");
    default:
      throw wrongValue(place, `it is ${describeValue(value)}; write the value itself`);
  }
}

function numberType(value: number, place: ValuePlace): string {
  if (!Number.isInteger(value) || Object.is(value, -0)) return "Double";
  if (!Number.isSafeInteger(value)) {
    throw wrongValue(
      place,
      `it is the number ${value}, which may have lost digits; write a bigint, or { type: "Double", value: ${value} }`,
    );
  }
  return value >= -INTEGER_LIMIT && value < INTEGER_LIMIT ? "Integer" : "Long";
}

function objectType(value: object, objects: ObjectsAs, place: ValuePlace): string {
  if (types.isDate(value)) return "Date";
  if (value instanceof Blob) return "File";
  if (types.isUint8Array(value) || types.isArrayBuffer(value)) return "Bytes";
  if (Array.isArray(value) || isPlainObject(value)) return objects;
  throw wrongValue(place, `it is ${describeValue(value)}; ${adviceFor(value)}`);
}

function adviceFor(value: object): string {
  if (ArrayBuffer.isView(value)) {
    return "write 'new Uint8Array(view.buffer, view.byteOffset, view.byteLength)'";
  }
  if (types.isSharedArrayBuffer(value)) return "write a copy: 'new Uint8Array(buffer).slice()'";
  if (types.isPromise(value)) return "'await' it first";
  if (types.isMap(value)) return "write 'Object.fromEntries(map)'";
  if (types.isSet(value)) return "write '[...set]'";
  return "write a plain object, as 'JSON.parse(JSON.stringify(value))' makes one";
}
