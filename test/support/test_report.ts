/**
 * What the process of a test file tells the test command, one JSON text a line, in a file of its own: what the tests print
 * cannot disturb it. No pipe, since Deno writes only to what it has opened itself. Tests are told by their ordinals, which
 * count from 0 in the order in which they run.
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

/** Names the environment variable that holds the ordinal of the test to begin with. */
export const FIRST_TEST = "VARPOST_FIRST_TEST";

/** Names the environment variable that holds the path of the file; it is there only if somebody reads it. */
export const REPORT_FILE = "VARPOST_REPORT_FILE";
