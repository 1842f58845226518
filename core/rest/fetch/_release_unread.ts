type Release = () => Promise<void>;

/** Calls a release when its stream was garbage-collected. `undefined` on hosts whose workers have no `FinalizationRegistry`. */
const UNREAD: FinalizationRegistry<Release> | undefined =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry((release) => {
        // Errors in it are in the log already.
        release().catch(() => {});
      });

/**
 * Releases the source of a stream when the stream is garbage-collected. Otherwise an answer that is dropped, neither read nor
 * cancelled, would hold the version of a variable for ever.
 *
 * @param stream The stream.
 * @param release Ends the source, unless it has ended already. It must not refer to the stream.
 */
export function releaseUnread(stream: object, release: Release): void {
  UNREAD?.register(stream, release);
}
