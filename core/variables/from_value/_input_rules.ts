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
 * The rules of what a program passed: those of JSON. An Object that is a Java serialization stream, which JSON cannot say, has those of
 * the form: its class is read from the stream.
 *
 * @param input It has been checked.
 * @param content Its bytes, collected, if it has some.
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
