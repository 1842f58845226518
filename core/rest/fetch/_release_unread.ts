type Release = () => Promise<void>;

/** Workers of some hosts have none. */
const UNREAD: FinalizationRegistry<Release> | undefined =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry((release) => {
        // The log knows already what goes wrong in this.
        release().catch(() => {});
      });

/**
 * Releases what a stream reads once nobody can read it any more. An answer that is thrown away, neither read nor cancelled, would
 * otherwise hold the version of a variable for ever.
 *
 * @param stream The stream.
 * @param release Ends what it reads, unless that has ended. It does not refer to the stream.
 */
export function releaseUnread(stream: object, release: Release): void {
  UNREAD?.register(stream, release);
}
