import { startTestEngine, type TestEngine } from "../../../../server/testing/mod.ts";
import type { Suite } from "../../../support/suite.ts";

/** Sends a request to the engine, as `fetch` does. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** Runs a test over a socket and without one. The engine has the instance `order-7`. */
export function testBoth(
  test: Suite,
  name: string,
  run: (engine: TestEngine, send: Send) => Promise<void>,
): void {
  test(`${name}, over a socket`, async () => {
    await using engine = await startTestEngine({ variables: { "order-7": { note: "x" } } });
    await run(engine, (path, init) => fetch(engine.url + path, init));
  });
  test(`${name}, by engine.fetch`, async () => {
    await using engine = await startTestEngine({ variables: { "order-7": { note: "x" } } });
    await run(engine, (path, init) => engine.fetch(path, init));
  });
}

/** A body that is made as it is read, and then waits for ever if it is told to. */
export function streamOf(chunks: Iterable<Uint8Array>, hangs = false): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]();
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (!done) controller.enqueue(value);
        else if (hangs) return new Promise<void>(() => {});
        else controller.close();
        return undefined;
      },
    },
    { highWaterMark: 0 },
  );
}
