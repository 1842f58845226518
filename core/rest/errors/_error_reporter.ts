import type { ErrorAnswer } from "../../errors/answered_error.ts";
import { StorageError } from "../../storage/storage_error.ts";
import { RefusalLog } from "../log/_refusal_log.ts";
import { shownTarget } from "../log/_shown_target.ts";
import type { Log } from "../log/log.ts";
import type { RestRequest } from "../rest_request.ts";
import { errorAnswer } from "./error_answer.ts";
import { RestError } from "./rest_error.ts";

/** Logs why a request is not served, and decides what its client is told. */
export class ErrorReporter {
  readonly #log: Log;
  readonly #refusals: RefusalLog;

  /** @param log The log. It must not throw. */
  constructor(log: Log) {
    this.#log = log;
    this.#refusals = new RefusalLog(log);
  }

  /**
   * Logs an error.
   *
   * @param request The request.
   * @param error The error that was thrown.
   * @returns The answer of the error itself. For a fault, an answer with only an id, under which the fault is in the log.
   */
  report(request: RestRequest, error: unknown): ErrorAnswer {
    const answer = errorAnswer(error);
    if (answer === undefined) return faultAnswer(this.#logFault(request, error));
    // The client gets this answer. The log gets it as a fault, too, since the operator must learn that the storage is full or away.
    if (error instanceof StorageError) this.#logFault(request, error);
    else
      this.#refusals.write(request, answer, error instanceof RestError ? error.cause : undefined);
    return answer;
  }

  #logFault({ method, target }: RestRequest, fault: unknown): string {
    const id = crypto.randomUUID();
    this.#log("error", "Cannot serve a request", { id, method, url: shownTarget(target), fault });
    return id;
  }
}

function faultAnswer(id: string): ErrorAnswer {
  return {
    status: 500,
    type: "RestException",
    message: `Cannot serve the request: the server failed, its log has the reason under ${id}`,
    code: null,
  };
}
