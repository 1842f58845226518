import type { ComparedAnswer } from "../../rest/rest_case.ts";

/**
 * Whether varpost answers as an engine does. The message of an error may say more than the engine's, behind its words; an
 * empty one of the engine says nothing that could be the same.
 */
export function sameAnswer(ours: ComparedAnswer, theirs: ComparedAnswer): boolean {
  return (
    ours.status === theirs.status &&
    ours.contentType === theirs.contentType &&
    ours.disposition === theirs.disposition &&
    (ours.body === theirs.body || saysMore(readError(ours), readError(theirs)))
  );
}

interface ErrorBody {
  readonly type?: unknown;
  readonly message?: unknown;
}

function readError({ status, contentType, body }: ComparedAnswer): ErrorBody {
  return status >= 400 && contentType === "application/json" && body !== "" ? JSON.parse(body) : {};
}

function saysMore(ours: ErrorBody, theirs: ErrorBody): boolean {
  if (typeof ours.message !== "string" || typeof theirs.message !== "string") return false;
  const { message } = theirs;
  return ours.type === theirs.type && message !== "" && ours.message.startsWith(message);
}
