import { ClientAbortError } from "./_client_abort_error.ts";
import type { Context } from "./_context.ts";

/** A signal that ends the search for a request once its client has gone: a search may find nothing to send for long. */
export function searchSignal({ request: { socket }, response }: Context): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new ClientAbortError());
  if (socket.destroyed) abort();
  socket.once("close", abort);
  response.once("close", () => socket.off("close", abort));
  return controller.signal;
}
