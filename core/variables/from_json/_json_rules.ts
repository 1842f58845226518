import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import type { ShallowJson } from "../../json/shallow_json.ts";
import { engineRefusal, unsupportedType } from "../errors/_refusals.ts";
import { sizeOf } from "../values/_content.ts";
import type { TypedContent } from "../values/_typed_content.ts";
import { findValueType } from "../values/value_types.ts";
import { inferValue } from "./_infer_value.ts";
import { readFileInfo } from "./_json_file_info.ts";
import { readJsonObject } from "./_json_object.ts";
import {
  readJsonBytes,
  readJsonFileContent,
  readJsonNull,
  readJsonScalar,
  readJsonString,
  readSerializedText,
  readSpinText,
} from "./_json_values.ts";
import { isSentBytes, type JsonVariable } from "./_json_variable.ts";
import {
  type JsonValueInfo,
  readTransient,
  readTypeName,
  readValueInfo,
} from "./_json_variable_info.ts";

const encoder = new TextEncoder();

/** The options of the rules. */
export interface JsonRulesContext {
  /** The variable's name. */
  readonly name: string;
  /** The largest size in bytes of each text of the value info, since every list has the whole value info. */
  readonly maxTextBytes: number;
  /** The largest size in bytes of any value. */
  readonly maxValueBytes: number;
  /** The largest size in bytes of a value that is neither a Bytes nor a File. */
  readonly maxJsonBytes: number;
  /** Whether to accept `mimetype` for `mimeType`, and to use the variable's name if a file name is missing. */
  readonly lenient: boolean;
}

/** A variable in JSON after the rules were applied. */
export interface JsonVariableResult {
  readonly value: TypedContent;
  /** Whether the value must be checked but not stored. */
  readonly isTransient: boolean;
  /** Hints for the log: what the sender may have meant in another way. */
  readonly hints: readonly string[];
}

/**
 * Applies the rules of a variable in JSON: finds its value, or what is wrong with it.
 *
 * @param variable The members of the variable.
 * @param context Name and limits.
 * @throws {InvalidVariableError} If the variable breaks a rule. The error is a RestException if in Camunda the engine behind its
 * REST layer refuses.
 * @throws {LimitExceededError} If the value or a text of its value info is too large.
 */
export async function applyJsonRules(
  variable: JsonVariable,
  context: JsonRulesContext,
): Promise<JsonVariableResult> {
  const typeName = readTypeName(variable.type);
  const info = readValueInfo(variable.valueInfo);
  const isTransient = readTransient(info, typeName !== undefined);
  const { value, hints } = await readValue(typeName, variable.value ?? null, info, context);
  checkSize(value, context);
  return { value, isTransient, hints };
}

function checkSize({ type, valueInfo, content }: TypedContent, context: JsonRulesContext): void {
  const { maxTextBytes, maxValueBytes, maxJsonBytes } = context;
  for (const [key, text] of Object.entries(valueInfo)) {
    if (encoder.encode(text).length <= maxTextBytes) continue;
    throw new LimitExceededError("maxTextBytes", maxTextBytes, `'${key}' in 'valueInfo'`);
  }
  const size = content === null ? 0 : sizeOf(content);
  if (size > maxValueBytes) {
    throw new LimitExceededError("maxValueBytes", maxValueBytes, "member 'value'");
  }
  if (size > maxJsonBytes && findValueType(type)?.stored !== "bytes") {
    throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "member 'value'");
  }
}

async function readValue(
  typeName: string | undefined,
  sent: NonNullable<JsonVariable["value"]> | null,
  info: JsonValueInfo | undefined,
  context: JsonRulesContext,
): Promise<Omit<JsonVariableResult, "isTransient">> {
  const type = typeName === undefined ? undefined : findValueType(typeName);
  if (typeName === undefined || type?.stored !== "bytes") {
    const value = isSentBytes(sent) ? await sent.text() : sent;
    return { value: await readPlainValue(typeName, value, info, context.name), hints: [] };
  }
  const value = isSentBytes(sent) ? sent.content : sent;
  if (type.name === "Bytes") return { value: readJsonBytes(value, typeName), hints: [] };
  const { valueInfo, hints } = readFileInfo(info, context.lenient ? context.name : undefined);
  return {
    value: { type: "File", valueInfo, content: readJsonFileContent(value, typeName) },
    hints,
  };
}

/** Reads a value of any type but Bytes and File. */
function readPlainValue(
  typeName: string | undefined,
  value: ShallowJson,
  info: JsonValueInfo | undefined,
  variableName: string,
): TypedContent | Promise<TypedContent> {
  if (typeName === undefined) return inferValue(value);
  const type = findValueType(typeName);
  if (type?.stored === "scalar") return readJsonScalar(type, value, typeName);
  switch (type?.name) {
    case "String":
      return readJsonString(value, typeName);
    case "Json":
    case "Xml":
      return readSpinText(type.name, value, typeName);
    case "Object":
      return readJsonObject(variableName, readSerializedText(value, typeName), info);
    case "Null":
      return readJsonNull(value, typeName);
  }
  // The engine has the type Number only for queries.
  if (/^[Nn]umber$/.test(typeName)) {
    throw engineRefusal("Cannot serialize value of abstract type number");
  }
  throw unsupportedType(typeName, "InvalidRequestException");
}
