import { Client } from "../../../core/rest/fetch/_client.ts";
import { FetchRequest } from "../../../core/rest/fetch/_fetch_request.ts";
import { toResponse } from "../../../core/rest/fetch/_to_response.ts";
import type { EngineHandler } from "./_engine_handler.ts";
import { translateErrors } from "./_translate_errors.ts";

/** A request of `fetch` that has no answer yet. */
export interface RunningFetch {
  /** Settles when the engine has made its answer, or will make none. */
  readonly answer: Promise<unknown>;
  /** Resets its connection. */
  reset(): void;
}

/**
 * Answers a request without a socket, as `fetch` does: it rejects with the reason of the request's signal when that is aborted, and
 * with a `TypeError` when the engine resets the connection. The body of its answer fails in the same way.
 *
 * @param handle The engine.
 * @param request The request.
 * @param running Has the request as long as it has no answer.
 */
export async function fetchEngine(
  handle: EngineHandler,
  request: Request,
  running: Set<RunningFetch>,
): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const client = new Client(signal);
  const { pathname, search } = new URL(request.url);
  let isReset = false;
  const reset = () => {
    isReset = true;
    client.leave();
  };
  const answer = handle({
    request: new FetchRequest(request, pathname + search, client),
    headers: Object.fromEntries(request.headers),
    reset,
  });
  const fetching = { answer, reset };
  running.add(fetching);
  try {
    // A long poll goes on when its client has gone away. The client does not wait for it.
    const response = toResponse(await client.waitFor(() => answer), client);
    return translateErrors(response, (error) => translate(error, "terminated"));
  } catch (error) {
    // An answer that nobody gets may hold a version of a variable. It is released, since the client has left.
    answer.then((late) => void toResponse(late, client)).catch(() => {});
    throw translate(error, "fetch failed");
  } finally {
    running.delete(fetching);
  }

  /** Makes of an error what `fetch` of Node.js throws. */
  function translate(error: unknown, message: string): unknown {
    if (signal.aborted) return signal.reason;
    if (!isReset) return error;
    const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    return new TypeError(message, { cause });
  }
}
