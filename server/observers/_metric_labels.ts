const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "PATCH",
]);

/** The types of error bodies, and of what is refused without one. Only `authorize` of an embedder could name further ones. */
const REASONS: ReadonlySet<string> = new Set([
  "AuthorizationException",
  "BadRequestException",
  "BadUserRequestException",
  "ClientErrorException",
  "ForbiddenException",
  "IllegalArgumentException",
  "InvalidRequestException",
  "NotAcceptableException",
  "NotAllowedException",
  "NotAuthorizedException",
  "NotFoundException",
  "NotSupportedException",
  "NotValidException",
  "NullPointerException",
  "NullValueException",
  "OptimisticLockingException",
  "ProcessEngineException",
  "ProcessEnginePersistenceException",
  "QueryParamException",
  "RestException",
  "ServerErrorException",
  "ServiceUnavailableException",
  "StringIndexOutOfBoundsException",
  "TooManyConnections",
]);

/** The label of a method: itself, or `other`, so that clients cannot make any number of series. */
export function methodLabel(method: string): string {
  return METHODS.has(method) ? method : "other";
}

/** The label of the reason of a refusal: itself, or `other`. */
export function reasonLabel(refusal: string): string {
  return REASONS.has(refusal) ? refusal : "other";
}
