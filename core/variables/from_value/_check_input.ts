/**
 * Checks of what JavaScript can pass to `ProcessVariables.set`. Each throws a TypeError that says what to write.
 * @module
 */
import { checkBody } from "../../bytes/_check_body.ts";
import { isBufferSource } from "../../bytes/_is_buffer_source.ts";
import { checkMembers, type Members } from "../../errors/_check_members.ts";
import { describeValue } from "../../errors/_describe_value.ts";
import type { VariableInfo, VariableInput } from "../options/variable_options.ts";
import { findValueType } from "../values/value_types.ts";

const INPUT: Members<VariableInput> = { type: true, value: true, content: true, valueInfo: true };
const INFO: Members<VariableInfo> = {
  filename: true,
  mimeType: true,
  encoding: true,
  objectTypeName: true,
  serializationDataFormat: true,
  transient: true,
};

/** @throws {TypeError} If it is a mistake of the program. Whether a value fits its type is left to the rules of JSON. */
export function checkInput(input: VariableInput): void {
  if (typeof input !== "object" || input === null) {
    throw wrong(`it is ${describeValue(input)}; pass it in an object, as in '{ value: 42 }'`);
  }
  checkMembers("members of the variable", input, INPUT);
  const { type, value, content, valueInfo } = input;
  if (type !== undefined && typeof type !== "string") {
    throw wrong(`'type' is ${describeValue(type)}; pass the name of a value type, as in 'String'`);
  }
  if (value !== undefined && content !== undefined) {
    throw wrong("it has a 'value' and a 'content'; pass one of them");
  }
  if (content !== undefined) checkContent(content);
  else checkValue(type, value);
  if (valueInfo !== undefined) checkInfo(type, valueInfo);
}

function checkContent(content: unknown): void {
  if (content === null) {
    throw wrong(
      "'content' is null; pass 'value: null' for a null, 'new Uint8Array()' for no bytes",
    );
  }
  checkBody(content);
}

function checkValue(type: string | undefined, value: unknown): void {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return;
    case "undefined":
      throw wrong("it has neither 'value' nor 'content'; pass 'value: null' for a null");
    case "number":
      checkNumber(type, value);
      return;
    case "object":
      if (value === null) return;
      if (value instanceof Date) checkDate(type, value);
      else if (value instanceof Uint8Array) checkBytes(type);
      else throw wrong(`'value' is ${describeValue(value)}; ${adviceFor(value)}`);
      return;
    default:
      throw wrong(`'value' is ${describeValue(value)}; pass the value itself`);
  }
}

/** Beyond 2^53 - 1 a number may have lost digits before it came here. */
function checkNumber(type: string | undefined, value: number): void {
  if (nameOf(type) !== "Long" || !Number.isInteger(value) || Number.isSafeInteger(value)) return;
  throw wrong(
    `'value' is the number ${value}, which may have lost digits; pass a bigint as a Long`,
  );
}

function checkDate(type: string | undefined, value: Date): void {
  if (Number.isNaN(value.getTime())) throw wrong("'value' is an invalid Date; pass a valid one");
  if (type === undefined || nameOf(type) === "Date") return;
  throw wrong(`'value' is a Date, 'type' is '${type}'; pass the type 'Date', or another value`);
}

function checkBytes(type: string | undefined): void {
  if (type === undefined || findValueType(type)?.stored === "bytes") return;
  throw wrong(`'value' is bytes, 'type' is '${type}'; pass them as 'content', a text in UTF-8`);
}

function adviceFor(value: object): string {
  if (isBufferSource(value)) return "pass 'new Uint8Array(buffer)'";
  if (value instanceof Promise) return "'await' it first";
  if (value instanceof Blob || "getReader" in value || Symbol.asyncIterator in value) {
    return "pass it as 'content'";
  }
  return "pass its text, as in '{ type: \"Json\", value: JSON.stringify(value) }'";
}

function checkInfo(type: string | undefined, info: VariableInfo): void {
  checkMembers("members of the value info", info, INFO);
  // A type that follows from the value has no value info. An unknown type is left to the rules.
  const own = type === undefined ? [] : findValueType(type)?.valueInfo;
  for (const [name, member] of Object.entries(info)) {
    if (member === undefined || name === "transient") continue;
    if (typeof member !== "string") {
      throw wrong(`'${name}' in 'valueInfo' is ${describeValue(member)}; pass a string`);
    }
    if (own === undefined || own.some((known) => known === name)) continue;
    const what = type === undefined ? "a value without 'type'" : `a value of type '${type}'`;
    throw wrong(`${what} has no '${name}' in its 'valueInfo'; pass the type '${ownerOf(name)}'`);
  }
  if (info.transient === undefined || typeof info.transient === "boolean") return;
  throw wrong(`'transient' in 'valueInfo' is ${describeValue(info.transient)}; pass true or false`);
}

/** The type that has the member. */
function ownerOf(member: string): string {
  const isOfFile = findValueType("File")?.valueInfo.some((own) => own === member);
  return isOfFile === true ? "File" : "Object";
}

/** The name of a type without regard to the case of its first letter. */
function nameOf(type: string | undefined): string | undefined {
  return type === undefined ? undefined : findValueType(type)?.name;
}

function wrong(problem: string): TypeError {
  return new TypeError(`Cannot set the variable: ${problem}`);
}
