/** How long to wait for a request. */
export interface WaitOptions {
  /**
   * The longest time, in milliseconds of real time: neither `engine.advance` nor the fake timers of a test runner move it. Default 2,000;
   * `Infinity`: for ever.
   */
  readonly timeout?: number | undefined;
}
