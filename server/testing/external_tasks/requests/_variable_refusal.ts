import { InvalidVariableError } from "../../../../core/variables/errors/invalid_variable_error.ts";
import { EngineError } from "../../_engine_error.ts";
import { engineFault } from "../tasks/_task_errors.ts";

/** What the engine's classes for files say, by the beginning of what the core says. */
const FILE_ERRORS: readonly (readonly [start: string, message: string])[] = [
  ["Cannot create file without valueInfo", "Cannot create file without valueInfo."],
  [
    "Cannot create file without filename",
    "Cannot create file without filename! Please set a name into ValueInfo with key filename",
  ],
  ["Provided value is not of File", "Provided value is not of File, InputStream or byte[] type."],
  [
    "The provided mime type is null",
    "The provided mime type is null. Set a non-null value info property with key 'filename'",
  ],
  [
    "The provided encoding is null",
    "The provided encoding is null. Set a non-null value info property with key 'encoding'",
  ],
];

/** Says of a variable of a task what the engine says; the core answers some of it with a better status. */
export function variableRefusal(error: unknown): unknown {
  if (!(error instanceof InvalidVariableError)) return error;
  const { engineType, message } = error;
  const file = FILE_ERRORS.find(([start]) => message.startsWith(start));
  if (file !== undefined) return new EngineError(500, "IllegalArgumentException", file[1]);
  if (message.startsWith("Unsupported value type")) {
    return new EngineError(400, "RestException", message);
  }
  return engineType === "RestException" ? engineFault(message) : error;
}
