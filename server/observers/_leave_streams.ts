import { once } from "node:events";
import type { Writable } from "node:stream";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";

/** How long the reader of a stream may take to read what is left. Milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Waits until the readers of streams have read what was written, for a second at most. A pipe that nobody reads would keep the process
 * from its end.
 *
 * @returns True if all was read.
 */
export async function leaveStreams(streams: readonly Writable[]): Promise<boolean> {
  const controller = new AbortController();
  const { signal } = controller;
  // The lines of the last requests are written at the end of this turn.
  await nextTurn();
  const waiting = streams.filter(({ writableLength }) => writableLength > 0);
  const drained = waiting.map((stream) => once(stream, "drain", { signal }));
  const late = sleep(PATIENCE_MS, false, { signal });
  const isRead = await Promise.race([Promise.all(drained).then(() => true), late]);
  controller.abort();
  await Promise.allSettled([...drained, late]);
  return isRead;
}
