/** Where a function was called. An error that a timer makes has no stack that leads there. */
export class CallSite {
  readonly #frames: string;

  /** @param callee The function that is running. */
  constructor(callee: (...args: never[]) => unknown) {
    const trace: { stack?: string } = {};
    Error.captureStackTrace(trace, callee);
    const [, ...frames] = trace.stack?.split("\n") ?? [];
    this.#frames = frames.map((frame) => `\n${frame}`).join("");
  }

  /** Makes an error whose stack leads to the call. */
  error(message: string): Error {
    const error = new Error(message);
    error.stack = `Error: ${message}${this.#frames}`;
    return error;
  }
}
