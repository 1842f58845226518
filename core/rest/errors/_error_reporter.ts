import type { ErrorAnswer } from "../../errors/answered_error.ts";
import { StorageError } from "../../storage/storage_error.ts";
import { RefusalLog } from "../log/_refusal_log.ts";
import type { Log } from "../log/log.ts";
import type { RestRequest } from "../rest_request.ts";
import { errorAnswer } from "./error_answer.ts";
import { RestError } from "./rest_error.ts";

/** Writes to the log why a request is not served, and says what its client is told of that. */
export class ErrorReporter {
  readonly #log: Log;
  readonly #refusals: RefusalLog;

  /** @param log Must not fail. */
  constructor(log: Log) {
    this.#log = log;
    this.#refusals = new RefusalLog(log);
  }

  /**
   * @param request The request.
   * @param error What was thrown.
   * @returns The answer: that of the error itself, or for a fault one that tells only an id, by which the log has the fault.
   */
  report(request: RestRequest, error: unknown): ErrorAnswer {
    const answer = errorAnswer(error);
    if (answer === undefined) return faultAnswer(this.#logFault(request, error));
    // Whoever runs the server has to know, too, that the storage is full.
    if (error instanceof StorageError) this.#logFault(request, error);
    else
      this.#refusals.write(request, answer, error instanceof RestError ? error.cause : undefined);
    return answer;
  }

  #logFault({ method, target }: RestRequest, fault: unknown): string {
    const id = crypto.randomUUID();
    this.#log("error", "Cannot serve a request", { id, method, url: target, fault });
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
