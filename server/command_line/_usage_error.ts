/** The command line or an environment variable says what the server cannot read. The message is for the user as it is. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
