/** The command line or an environment variable is wrong. The user sees the message as it is. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
