import type { RestRequest } from "../rest_request.ts";
import type { AccessRequest } from "./access_request.ts";

const READS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** What is known of an operation before it is allowed. */
interface WantedOperation {
  readonly id: string;
  readonly isRead?: true;
}

/**
 * Makes what `authorize` gets of a request.
 *
 * @param request The request.
 * @param operation The operation that it asks for; `undefined` if there is none.
 * @param parameters The parameters in its path.
 */
export function accessRequest(
  request: RestRequest,
  operation: WantedOperation | undefined,
  parameters: readonly string[],
): AccessRequest {
  const { method, target } = request;
  return {
    method,
    target,
    kind: operation?.isRead || READS.has(method) ? "read" : "write",
    operation: operation?.id,
    parameters,
    header: (name) => request.header(name),
  };
}
