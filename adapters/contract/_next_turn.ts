/**
 * Resolves in a later turn of the event loop. All that loops beside a storage pauses by this, so that the storage's own
 * timers, immediates and I/O get their turns.
 *
 * A timer of 0 ms would not do: Node goes on running timers that have become due while timers run. As soon as what
 * happens between two of them takes more than a millisecond, that never ends, and a storage that commits by `setImmediate`
 * waits for ever. A message channel has no such rule, and is there on every platform; its ports are closed, as an open
 * one keeps a process from ending.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
