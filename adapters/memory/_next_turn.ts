/** Node.js, Deno and Bun have it; browsers have none. */
declare const setImmediate: ((run: () => void) => unknown) | undefined;

/** The part of it that is used here. Node's types and the web's do not agree on the rest. */
declare const MessageChannel: new () => {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: unknown): void };
};

/** Resolves in the next turn of the event loop, when input and output have had theirs. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    // A timer would take 4 ms.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
