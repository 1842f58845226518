// Declared here, since the types of Node and of browsers differ. Browsers have no `setImmediate`.
declare const setImmediate: ((run: () => void) => unknown) | undefined;
declare const MessageChannel: new () => {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: null): void };
};

/**
 * Waits for the next turn of the event loop, so that everything else that is due comes first. All that loops beside a storage
 * pauses by this. Promises alone let nothing else come. Nor do timers of 0 ms: browsers hold them back for milliseconds, and Node
 * goes on running timers that have become due while timers run, so that as soon as what happens between two of them takes more
 * than a millisecond, a storage that commits by `setImmediate` waits for ever.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else afterMessage(resolve);
  });
}

/** A channel of its own: Node would take up to a thousand messages of one channel in a turn. */
function afterMessage(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
}
