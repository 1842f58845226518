import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { Context } from "../rest/_context.ts";

/** A signal that ends the search for a request once its client has gone: a search may find nothing to send for long. */
export function searchSignal({ request: { socket }, response, connection }: Context): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new ClientAbortError());
  if (socket.destroyed) abort();
  connection.onClose(abort);
  response.once("close", () => {
    connection.offClose(abort);
    // Node tells the answer that is being written before the connection tells the others.
    if (!response.writableFinished) abort();
  });
  return controller.signal;
}
