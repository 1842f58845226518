import { EngineError } from "../../_engine_error.ts";

/** The error for a value that is missing. */
export function nullValue(message: string): EngineError {
  return new EngineError(500, "NullValueException", message, 0);
}

/** The error where the engine's own code meets a `null`. */
export function nullPointer(message: string): EngineError {
  return new EngineError(500, "NullPointerException", message);
}

/** The error for what the engine itself takes for wrong. */
export function engineFault(message: string): EngineError {
  return new EngineError(500, "ProcessEngineException", message, 0);
}

/** The error for what is wrong with the state of a task, or with a lock. */
export function badState(message: string): EngineError {
  return new EngineError(400, "RestException", message, 0);
}

/** The error for a task that does not exist. */
export function unknownTask(id: string, code: number | null = 0): EngineError {
  const message = `External task with id ${id} does not exist`;
  return new EngineError(404, "RestException", message, code);
}

/** The error for a text that the engine's database has no room for. */
export function persistenceFault(): EngineError {
  return new EngineError(
    500,
    "ProcessEnginePersistenceException",
    "An exception occurred in the persistence layer. Please check the server logs for a detailed message and the entire exception stack trace.",
    10_002,
  );
}
