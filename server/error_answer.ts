import {
  InvalidVariableError,
  LimitExceededError,
  type LimitName,
  NotFoundError,
  PreconditionFailedError,
  StorageError,
} from "../core/mod.ts";
import { HttpError } from "./http_error.ts";

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
  row(HttpError, ({ status, type, message }) => ({ status, type, message, code: null })),
  row(LimitExceededError, ({ limit, message }) => ({
    status: SHAPE_LIMITS.has(limit) ? 400 : 413,
    type: "InvalidRequestException",
    message,
    code: null,
  })),
  row(InvalidVariableError, ({ type, message }) => ({ status: 400, type, message, code: null })),
  row(NotFoundError, ({ type, message }) => ({ status: 404, type, message, code: null })),
  row(PreconditionFailedError, ({ message }) => ({
    status: 412,
    type: "OptimisticLockingException",
    message,
    code: 1,
  })),
  row(StorageError, ({ code }) =>
    code === "full"
      ? {
          status: 507,
          type: "RestException",
          message: "Cannot store the variable: the storage is full",
          code: null,
        }
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
    const answer = match(error);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function row<E>(
  errorClass: abstract new (...args: never[]) => E,
  answer: (error: E) => ErrorAnswer | undefined,
): Row {
  return (error) => (error instanceof errorClass ? answer(error) : undefined);
}
