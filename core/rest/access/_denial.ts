import { RestError } from "../errors/rest_error.ts";
import type { DeniedAccess } from "./authorize.ts";

const UNKNOWN = "Cannot serve the request: it needs credentials, and has none that are valid";
const FORBIDDEN = "Cannot serve the request: its user may not do this";

/** Makes the refusal of a request that `authorize` has denied. */
export function denial({ status = 401, message, headers }: DeniedAccess): RestError {
  return status === 401
    ? new RestError(401, "NotAuthorizedException", message ?? UNKNOWN, headers)
    : new RestError(403, "AuthorizationException", message ?? FORBIDDEN, headers);
}
