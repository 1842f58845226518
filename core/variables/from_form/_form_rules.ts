import { mustBeText, refusal, unsupportedType } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import type { JavaTypes } from "../java/java_types.ts";
import type { VariableValue } from "../values/_variable_value.ts";
import { findValueType } from "../values/value_types.ts";
import { readFile, readNull, readSerialized, readUntyped } from "./_byte_values.ts";
import type { CollectedForm, DataPart } from "./_collected_form.ts";
import { formHints, missingDataHint, missingTypeHint, saysTransient } from "./_form_hints.ts";
import { readNamedType, readTextPart } from "./_named_type.ts";
import { readJavaObject, readJson, readScalar, readText } from "./_parsed_values.ts";

/** What the rules need beside the form. */
export interface FormRulesContext {
  /** Bytes of a value that has to be parsed. */
  readonly maxJsonBytes: number;
  /** The Java types that the part `type` may name. */
  readonly javaTypes: JavaTypes;
  /** The file name of a File that has none, if it may have none. Then its `charset` is kept, too. */
  readonly defaultFilename: string | undefined;
}

/** What a form says. */
export interface FormVariable {
  /** A promise only if the value has to be parsed; it rejects as {@linkcode applyFormRules} throws. */
  readonly value: VariableValue | Promise<VariableValue>;
  /** The form wants the value checked, but not stored. */
  readonly isTransient: boolean;
  /** The form has the deprecated part `type`. */
  readonly deprecated: boolean;
  readonly hints: readonly string[];
}

/**
 * The rules of the binary form: decides which variable a whole form says, or what is wrong with it.
 *
 * @param form The form. Its content is read where it must be parsed, but not given up.
 * @param context Limits and Java types.
 * @throws {InvalidVariableError} If the form is against the rules.
 * @throws {LimitExceededError} If a value that has to be parsed is too large.
 */
export function applyFormRules(form: CollectedForm, context: FormRulesContext): FormVariable {
  const { data } = form;
  if (data === undefined) throw dataMissing(form);
  const javaType = readTextPart(form, "type");
  const value =
    javaType === undefined
      ? readValue(readNamedType(form), form, data, context)
      : readJavaObject(javaType, data, context);
  // As for the engine, the parameter counts for a File alone (`VariableValueDto.fromFormPart`): all else is kept.
  const isFile = !(value instanceof Promise) && value.type === "File";
  return {
    value,
    isTransient: isFile && saysTransient(data),
    deprecated: javaType !== undefined,
    hints: formHints(form, isFile),
  };
}

/** The row of the table for a form without `type`. */
function readValue(
  typeName: string | undefined,
  form: CollectedForm,
  data: DataPart,
  { maxJsonBytes, defaultFilename }: FormRulesContext,
): VariableValue | Promise<VariableValue> {
  if (typeName === undefined) {
    return readUntyped(data, missingTypeHint(form));
  }
  // The name that the seed had for it. `Object` in the engine's API wants text instead.
  if (/^[Ss]erializable$/.test(typeName)) return readSerialized(data);
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
