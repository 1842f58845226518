import { openChunks } from "./_open_chunks.ts";
import type { ByteSource } from "./byte_source.ts";

/**
 * A body whose reading ends once a signal is aborted: a read that waits rejects with the signal's reason, and the body is told
 * to end (`return`). The signal is listened to during each read only, so that a long-lived one collects no listeners.
 *
 * @param body The bytes. Reading begins at once, as by {@linkcode openChunks}, but nothing is asked for yet.
 * @param signal Ends the reading. Without one the body is what it was.
 * @throws {TypeError} If it is no body, or something has read of it before.
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
        // Without waiting: a body that is silent may never end. Its own failure counts less than the reason.
        if (signal.aborted) end().catch(() => {});
        throw error;
      }
    },
    return: end,
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Waits for what `run` begins, or rejects with the signal's reason as soon as it is aborted. */
function untilAborted<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    const unlisten = () => signal.removeEventListener("abort", abort);
    run().then(resolve, reject).finally(unlisten);
  });
}
