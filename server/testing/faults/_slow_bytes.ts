import type { CallPause } from "./_call_pause.ts";
import type { Drip } from "./fault.ts";

/**
 * Yields bytes a few at a time, each time a while after the ones before.
 *
 * @param chunks The bytes.
 * @param drip How many, and how long after the ones before.
 * @param pause Waits.
 */
export async function* slowBytes(
  chunks: AsyncIterable<Uint8Array>,
  { bytes, every }: Drip,
  pause: CallPause,
): AsyncGenerator<Uint8Array, undefined> {
  // Each piece has a fixed time, so that a clock that is advanced by far makes all pieces due that came by then.
  let dueAt = pause.now();
  let room = bytes;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      if (room === 0) {
        dueAt += every;
        await pause.wait(dueAt - pause.now());
        room = bytes;
      }
      const piece = chunk.subarray(at, at + room);
      at += piece.length;
      room -= piece.length;
      yield piece;
    }
  }
  return undefined;
}
