/**
 * What the process of a test file tells the test command, one JSON text a line, through a pipe of its own: what the tests
 * print cannot disturb it. Tests are told by their ordinals, which count from 0 in the order in which they run.
 */
export type TestReportLine =
  /** How many tests there are, skipped ones too. Comes when the file has been read whole. */
  | { readonly registered: number }
  | { readonly skipped: number }
  /** A test begins, and has `deadline` milliseconds. */
  | { readonly begun: number; readonly name: string; readonly deadline: number }
  | { readonly passed: number }
  /** The last line of a process: where a test has failed, no other may run. */
  | { readonly failed: number; readonly error: string };

/** The descriptor of the pipe. */
export const REPORT_FD = 3;

/** Names the environment variable that holds the ordinal of the test to begin with, and is there only if there is the pipe. */
export const FIRST_TEST = "VARPOST_FIRST_TEST";
