/** What test files use of Node's globals, for the bundle of a page. */
export { Buffer } from "node:buffer";

export const process = {
  stdout: { write: (text: string): void => console.log(text) },
};

/** By a channel of its own, since browsers hold timers back. */
export function setImmediate(run: () => void): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
  return port1;
}

export function clearImmediate(port: MessagePort): void {
  port.close();
}
