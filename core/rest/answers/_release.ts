import type { Context } from "../_context.ts";

/**
 * Lets a version of a variable go. If this fails, it is a fault for the log, and none of the answer: the client gets all it asked for.
 *
 * @param context The request.
 * @param version The version.
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
