import type { Context } from "../_context.ts";

/**
 * Releases a version of a variable. If this fails, the fault goes only to the log: the answer to the client is complete.
 *
 * @param context The request, for the log.
 * @param version The open version.
 */
export async function release(
  { service, request }: Context,
  version: { close(): Promise<void> },
): Promise<void> {
  try {
    await version.close();
  } catch (error) {
    service.errors.report(request, error);
  }
}
