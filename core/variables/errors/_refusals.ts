import { shorten } from "../../errors/_shorten.ts";
import { type ShallowJson, showJson } from "../../json/shallow_json.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";

/** The error for a value that is none of its type, in the engine's words. */
export function unconvertible(
  value: ShallowJson,
  typeName: string,
  javaType: string,
): InvalidVariableError {
  return refusal(
    `Cannot convert value '${shorten(showJson(value))}' of type '${typeName}' to java type ${javaType}`,
  );
}

/** The error for the name of a type that is none, in the engine's words. It has another type for each route. */
export function unsupportedType(
  typeName: string,
  exception: "RestException" | "InvalidRequestException",
): InvalidVariableError {
  return new InvalidVariableError(exception, `Unsupported value type '${shorten(typeName)}'`);
}

/** The error for a value that has to be text, in the engine's words. */
export function mustBeText(typeName: string): InvalidVariableError {
  return refusal(
    `Must provide 'null' or String value for value of SerializableValue type '${typeName}'.`,
  );
}

/** The error for what a client sent wrong. */
export function refusal(message: string, options?: ErrorOptions): InvalidVariableError {
  return new InvalidVariableError("InvalidRequestException", message, options);
}

/** The error for what in Camunda the engine itself refuses, behind its REST layer. */
export function engineRefusal(message: string): InvalidVariableError {
  return new InvalidVariableError("RestException", message);
}
