import { mustBeText, refusal, unsupportedType } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import type { JavaTypes } from "../java/java_types.ts";
import type { TypedContent } from "../values/_typed_content.ts";
import { findValueType } from "../values/value_types.ts";
import { readFile, readNull, readSerialized, readUntyped } from "./_byte_values.ts";
import type { CollectedForm, DataPart } from "./_collected_form.ts";
import { formHints, missingDataHint, missingTypeHint, saysTransient } from "./_form_hints.ts";
import { readNamedType, readTextPart } from "./_named_type.ts";
import { readJavaObject, readJson, readScalar, readText } from "./_parsed_values.ts";

/** The options of the rules. */
export interface FormRulesContext {
  /** The largest size in bytes of a value that must be parsed. */
  readonly maxJsonBytes: number;
  /** The Java types that the part `type` may name. */
  readonly javaTypes: JavaTypes;
  /**
   * The file name of a File whose part has none; `undefined` if a File must have one. If it is given, the parameter `charset` is
   * stored as the encoding, too.
   */
  readonly defaultFilename: string | undefined;
}

/** The variable in a form. */
export interface FormVariable {
  /** A promise only if the value must be parsed; it rejects with the errors of {@linkcode applyFormRules}. */
  readonly value: TypedContent | Promise<TypedContent>;
  /** Whether the value must be checked but not stored. */
  readonly isTransient: boolean;
  /** Whether the form has the deprecated part `type`. */
  readonly deprecated: boolean;
  /** Hints for the log: what the sender may have meant in another way. */
  readonly hints: readonly string[];
}

/**
 * Applies the rules of the binary form: finds the variable in a complete form, or what is wrong with the form.
 *
 * @param form The form. If its content must be parsed, it is read, but not discarded.
 * @param context Limits and Java types.
 * @throws {InvalidVariableError} If the form breaks a rule.
 * @throws {LimitExceededError} If a value that must be parsed is too large.
 */
export function applyFormRules(form: CollectedForm, context: FormRulesContext): FormVariable {
  const { data } = form;
  if (data === undefined) throw dataMissing(form);
  const javaType = readTextPart(form, "type");
  const value =
    javaType === undefined
      ? readValue(readNamedType(form), form, data, context)
      : readJavaObject(javaType, data, context);
  // As in the engine (`VariableValueDto.fromFormPart`), only a File can be transient.
  const isFile = !(value instanceof Promise) && value.type === "File";
  return {
    value,
    isTransient: isFile && saysTransient(data),
    deprecated: javaType !== undefined,
    hints: formHints(form, isFile),
  };
}

/** Reads the value of a form without the part `type`. */
function readValue(
  typeName: string | undefined,
  form: CollectedForm,
  data: DataPart,
  { maxJsonBytes, defaultFilename }: FormRulesContext,
): TypedContent | Promise<TypedContent> {
  if (typeName === undefined) {
    return readUntyped(data, missingTypeHint(form));
  }
  // The engine's name for this type is `Object`, but in a form its API accepts only text for an `Object`.
  if (/^[Ss]erializable$/.test(typeName)) return readSerialized(data.content);
  const type = findValueType(typeName);
  if (type === undefined) throw unsupportedType(typeName, "RestException");
  switch (type.stored) {
    case "bytes":
      if (type.name === "File") return readFile(data, defaultFilename);
      return { type: type.name, valueInfo: {}, content: data.content };
    case "serialized":
      throw mustBeText(type.name);
    case "none":
      return readNull(data);
    case "text":
      return readText(type.name, data, maxJsonBytes);
    case "json":
      return readJson(data, maxJsonBytes);
    case "scalar":
      return readScalar(type, data, maxJsonBytes);
  }
}

function dataMissing(form: CollectedForm): InvalidVariableError {
  return refusal(`Form part with name 'data' is missing${missingDataHint(form)}`);
}
