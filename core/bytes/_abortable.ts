import { openChunks } from "./_open_chunks.ts";
import type { ByteSource } from "./byte_source.ts";

/**
 * Makes a body whose reading ends when a signal is aborted: a waiting read rejects with the signal's reason, and the body is
 * ended by its `return`. It listens to the signal only during each read, so that a long-lived signal does not collect listeners.
 *
 * @param body The bytes. It is opened at once, as by {@linkcode openChunks}, but nothing is read from it yet.
 * @param signal Ends the reading. Without a signal, the body is returned as it is.
 * @returns The body to read.
 * @throws {TypeError} If the value is not a body, or was read before.
 */
export function abortable(body: ByteSource, signal: AbortSignal | undefined): ByteSource {
  if (signal === undefined) return body;
  const chunks = openChunks(body);
  const end = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    await chunks.return?.();
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      try {
        const result = await untilAborted(async () => chunks.next(), signal);
        return result.done === true ? { done: true, value: undefined } : result;
      } catch (error) {
        // This does not wait, since a silent body may never end. An error of ending it matters less than the signal's reason.
        if (signal.aborted) end().catch(() => {});
        throw error;
      }
    },
    return: end,
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Runs a function, and rejects with the signal's reason as soon as the signal is aborted. */
function untilAborted<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    const unlisten = () => signal.removeEventListener("abort", abort);
    run().then(resolve, reject).finally(unlisten);
  });
}
