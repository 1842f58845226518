/**
 * A fault that was set. With `using`, where the language has it, it is removed at the end of the block.
 *
 * A fault that never applied is no error, since the engine cannot know how many requests a test expects: assert `used`.
 *
 * @example
 * ```ts
 * import { startTestEngine } from "varpost/testing";
 * import assert from "node:assert/strict";
 *
 * const engine = await startTestEngine();
 * const down = engine.fault({ method: "GET", times: 2 }, { status: 503 });
 * const url = `${engine.url}/external-task/count`;
 * const answers = [await fetch(url), await fetch(url), await fetch(url)];
 * assert.deepEqual(answers.map(({ status }) => status), [503, 503, 200]);
 * assert.equal(down.used, 2);
 * await engine.close();
 * ```
 */
export interface FaultHandle {
  /** To how many requests the fault has applied. */
  readonly used: number;
  /** Removes the fault: it applies to no later request. May be called twice. */
  remove(): void;
  /** Calls `remove`. */
  [Symbol.dispose](): void;
}
