import type { RestBody } from "../rest_response.ts";

/** Workers of some hosts have none. */
const UNREAD: FinalizationRegistry<RestBody> | undefined =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry((chunks) => void end(chunks));

/**
 * Ends chunks once nobody can read them any more. An answer that is thrown away, neither read nor cancelled, would otherwise
 * hold the version of a variable for ever.
 *
 * @param stream Through which the chunks are read. They do not refer to it.
 * @param chunks What to end.
 */
export function releaseUnread(stream: object, chunks: RestBody): void {
  UNREAD?.register(stream, chunks);
}

async function end(chunks: RestBody): Promise<void> {
  try {
    await chunks.return();
  } catch {
    // The log knows already.
  }
}
