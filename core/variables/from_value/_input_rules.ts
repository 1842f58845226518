import { readSerialized } from "../from_form/_byte_values.ts";
import {
  applyJsonRules,
  type JsonRulesContext,
  type JsonVariableResult,
} from "../from_json/_json_rules.ts";
import type { VariableInput } from "../options/variable_options.ts";
import type { Content } from "../values/_content.ts";
import { JAVA_FORMAT } from "../values/_typed_content.ts";
import { jsonVariableOf } from "./_json_variable_of.ts";

/**
 * Applies the rules to what a program passed. They are those of JSON, except for a Java serialization stream, which JSON does
 * not allow: for that they are those of the form, which read the class from the stream.
 *
 * @param input The input, checked.
 * @param content Its bytes, if it has bytes.
 * @param context Name and limits.
 * @throws {InvalidVariableError} If it is against the rules.
 * @throws {LimitExceededError} If a value is too large.
 */
export async function applyInputRules(
  input: VariableInput,
  content: Content | undefined,
  context: JsonRulesContext,
): Promise<JsonVariableResult> {
  const { type = "", valueInfo: info } = input;
  const isStream = /^[Oo]bject$/.test(type) && info?.serializationDataFormat === JAVA_FORMAT;
  if (content === undefined || !isStream) {
    return applyJsonRules(jsonVariableOf(input, content, context.maxJsonBytes), context);
  }
  const value = await readSerialized(content);
  return { value, isTransient: info?.transient === true, hints: [] };
}
