/** Decodes a body as UTF-8. */
export function decodeBody(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/**
 * Parses a body.
 *
 * @param what What it is, for the message.
 * @throws {Error} If it is not JSON.
 */
export function parseBody(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(decodeBody(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(
      `Cannot parse ${what}: it is not JSON (${reason}); 'text' gives it as it came`,
      {
        cause,
      },
    );
  }
}
