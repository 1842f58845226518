import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";

/**
 * Puts before an error's message what cannot be done because of it, as the engine does.
 *
 * @param error Any error. Only errors for what a client sent get the prefix; others are returned as they are.
 * @param prefix The prefix if the engine's REST layer refuses, such as `Cannot put process instance variable x`.
 * @param enginePrefix The prefix if the engine behind its REST layer refuses. Default: the same.
 * @returns The error to throw.
 */
export function withEnginePrefix(
  error: unknown,
  prefix: string,
  enginePrefix: string = prefix,
): unknown {
  if (error instanceof JsonSyntaxError) {
    return new InvalidVariableError("InvalidRequestException", `${prefix}: ${error.message}`, {
      cause: error,
    });
  }
  if (!(error instanceof InvalidVariableError)) return error;
  const { engineType, message } = error;
  const start = engineType === "RestException" ? enginePrefix : prefix;
  return new InvalidVariableError(engineType, `${start}: ${message}`, { cause: error });
}
