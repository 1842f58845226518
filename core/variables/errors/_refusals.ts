import { shorten } from "../../errors/_shorten.ts";
import { type ShallowJson, showJson } from "../../json/shallow_json.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";

/** The error for a value that does not fit its type, in the engine's words. */
export function unconvertible(
  value: ShallowJson,
  typeName: string,
  javaType: string,
): InvalidVariableError {
  return refusal(
    `Cannot convert value '${shorten(showJson(value))}' of type '${typeName}' to java type ${javaType}`,
  );
}

/** The error for an unknown value type, in the engine's words. The engine has a different exception for each route. */
export function unsupportedType(
  typeName: string,
  exception: "RestException" | "InvalidRequestException",
): InvalidVariableError {
  return new InvalidVariableError(exception, `Unsupported value type '${shorten(typeName)}'`);
}

/** The error for a value that must be text, in the engine's words. */
export function mustBeText(typeName: string): InvalidVariableError {
  return refusal(
    `Must provide 'null' or String value for value of SerializableValue type '${typeName}'.`,
  );
}

/** The error for something wrong that a client sent; in Camunda, the engine's REST layer refuses it. */
export function refusal(message: string, options?: ErrorOptions): InvalidVariableError {
  return new InvalidVariableError("InvalidRequestException", message, options);
}

/** The error for something wrong that a client sent; in Camunda, the engine behind its REST layer refuses it. */
export function engineRefusal(message: string): InvalidVariableError {
  return new InvalidVariableError("RestException", message);
}
