type Release = () => Promise<void>;

/** Calls a release when `pull` was garbage-collected. `undefined` on hosts whose workers have no `FinalizationRegistry`. */
const UNREAD: FinalizationRegistry<Release> | undefined =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry((release) => {
        // Errors in it are in the log already.
        release().catch(() => {});
      });

/**
 * Releases the source of a stream when the stream was garbage-collected. Otherwise an answer that is dropped, neither read nor
 * cancelled, would hold the version of a variable for ever.
 *
 * It watches `pull`, not the object of the stream. Whoever can still read holds `pull`; but workerd collects the object while its
 * reader is in use, and a release would then cut the answer off.
 *
 * @param pull The function by which the stream asks for more. Only the stream may hold it.
 * @param release Ends the source, unless it has ended already. It must not refer to `pull`.
 */
export function releaseUnread(pull: object, release: Release): void {
  UNREAD?.register(pull, release);
}
