// These are declared here, since the types of Node and of browsers differ. Browsers have no `setImmediate`.
declare const setImmediate: ((run: () => void) => unknown) | undefined;
declare const MessageChannel: new () => {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: null): void };
};

/** The global as it was at the start. Test runners replace it by one that waits until a test moves time on. */
const immediate = typeof setImmediate === "function" ? setImmediate : undefined;

/**
 * Waits for the next turn of the event loop, so that all other work that is due comes first. Each loop beside a storage must pause with
 * this function. Promises alone would not let other work come. Timers of 0 ms would not do, either: browsers delay them by
 * milliseconds. Node goes on running timers that become due while it runs timers: if the work between two of them takes more than
 * a millisecond, a storage that commits by `setImmediate` waits for ever.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (immediate !== undefined) immediate(resolve);
    else afterMessage(resolve);
  });
}

/** Uses a new channel each time, since Node takes up to a thousand messages of one channel in a turn. */
function afterMessage(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
}
