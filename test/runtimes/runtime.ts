import type { TestRun } from "../support/test_process.ts";

/** A runtime that is there, ready to run tests. */
export interface Runtime {
  /** Its name and version. */
  readonly title: string;
  /** Runs a test file in it. */
  readonly run: TestRun;
  /** Ends what was started. */
  close(): Promise<void>;
}

/** How a runtime is found and started. */
export interface RuntimeKind {
  readonly name: string;
  /** Test files that it does not run: part of their path, and the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Test files for this runtime alone. */
  readonly ownTests?: readonly string[];
  /** Test files that start programs on the runtime, and look at them from outside; they run on Node. */
  readonly driven: readonly string[];
  /**
   * @param files The test files that it will run.
   * @param scratch A folder for what it keeps.
   * @returns The runtime, or why it is skipped.
   */
  start(files: readonly string[], scratch: string): Promise<Runtime | string>;
}
