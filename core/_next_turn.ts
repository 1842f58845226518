// Declared here, since the types of Node and of browsers differ. Browsers have no `setImmediate`.
declare const setImmediate: ((run: () => void) => unknown) | undefined;
declare const MessageChannel: new () => {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: null): void };
};

/**
 * Waits for the next turn of the event loop, so that everything else that is due comes first. Promises alone never let it, and
 * a timer is no turn: browsers hold it back for milliseconds, and Node runs on with timers that have become due meanwhile.
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
