import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";

/**
 * An error as the engine tells it: behind what cannot be done because of it.
 *
 * @param error Any error. Only what a client sent wrong is changed.
 * @param prefix For what the REST layer refuses, as in `Cannot put process instance variable x`.
 * @param enginePrefix For what the engine refuses.
 */
export function prefixed(error: unknown, prefix: string, enginePrefix: string = prefix): unknown {
  if (error instanceof JsonSyntaxError) {
    return new InvalidVariableError("InvalidRequestException", `${prefix}: ${error.message}`, {
      cause: error,
    });
  }
  if (!(error instanceof InvalidVariableError)) return error;
  const { type, message } = error;
  const start = type === "RestException" ? enginePrefix : prefix;
  return new InvalidVariableError(type, `${start}: ${message}`, { cause: error });
}
