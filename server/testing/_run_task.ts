import { Task } from "../../core/rest/_task.ts";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";

/**
 * Runs what a REST resource has accepted, and answers its errors.
 *
 * @param accepted The task, or the answer if the request was refused.
 * @param note Gets the lines that the operation writes to the log, beside the log.
 * @throws {ClientAbortError} If the client has gone away.
 */
export async function runTask(accepted: Task | RestResponse, note: Log): Promise<RestResponse> {
  if (!(accepted instanceof Task)) return accepted;
  const { service, request, parameters, operation, cors } = accepted;
  const log: Log = (...line) => {
    note(...line);
    service.log(...line);
  };
  const task = new Task({ ...service, log }, request, parameters, operation, cors);
  try {
    return await task.run();
  } catch (error) {
    if (error instanceof ClientAbortError) throw error;
    return task.refuse(error);
  }
}
