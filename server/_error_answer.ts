import {
  InvalidVariableError,
  LimitExceededError,
  type LimitName,
  MultipartSyntaxError,
  NotFoundError,
  PreconditionFailedError,
  StorageError,
  UnsupportedMediaTypeError,
} from "../core/mod.ts";
import { HttpError } from "./_http_error.ts";

/** What a client is told about an error: the status, and the three members of the engine's error body. */
export interface ErrorAnswer {
  readonly status: number;
  /** Simple name of the engine's exception class. */
  readonly type: string;
  readonly message: string;
  /** The engine's error code; `null` for errors of its REST layer. */
  readonly code: number | null;
}

/** One kind of error; `undefined` if the error is of another. */
type Row = (error: unknown) => ErrorAnswer | undefined;

/** Limits that are about the form's shape. All others are about its size: 413. */
const SHAPE_LIMITS: ReadonlySet<LimitName> = new Set([
  "maxParts",
  "maxHeaderBytes",
  "maxTextBytes",
]);

/** Which error is answered how. The order does not matter: no class extends another. */
const ROWS: readonly Row[] = [
  row(HttpError, ({ status, type, message }) => answer(status, type, message)),
  row(UnsupportedMediaTypeError, ({ message }) => answer(415, "NotSupportedException", message)),
  row(MultipartSyntaxError, ({ message }) =>
    answer(400, "RestException", `multipart/form-data cannot be processed: ${message}`),
  ),
  row(LimitExceededError, ({ limit, message }) =>
    answer(SHAPE_LIMITS.has(limit) ? 400 : 413, "InvalidRequestException", message),
  ),
  row(InvalidVariableError, ({ type, message }) => answer(400, type, message)),
  row(NotFoundError, ({ type, message }) => answer(404, type, message)),
  row(PreconditionFailedError, ({ message }) =>
    answer(412, "OptimisticLockingException", message, 1),
  ),
  row(StorageError, ({ code }) =>
    code === "full"
      ? answer(507, "RestException", "Cannot store the variable: the storage is full")
      : undefined,
  ),
];

/**
 * Says how an error is answered.
 *
 * @returns The answer; `undefined` for a fault, of which a client is told nothing but an id.
 */
export function errorAnswer(error: unknown): ErrorAnswer | undefined {
  for (const match of ROWS) {
    const found = match(error);
    if (found !== undefined) return found;
  }
  return undefined;
}

function row<E>(
  errorClass: abstract new (...args: never[]) => E,
  toAnswer: (error: E) => ErrorAnswer | undefined,
): Row {
  return (error) => (error instanceof errorClass ? toAnswer(error) : undefined);
}

function answer(
  status: number,
  type: string,
  message: string,
  code: ErrorAnswer["code"] = null,
): ErrorAnswer {
  return { status, type, message, code };
}
