/**
 * A report from the process of a test file to the test command: one line of JSON in a file of its own, which the output of the
 * tests cannot disturb. It is not a pipe, since Deno writes only to files that it has opened itself. Tests are identified by
 * their ordinals, which count from 0 in the order in which they run.
 */
export type TestReportLine =
  /** Number of tests, with the skipped ones. It is reported when the whole file was read. */
  | { readonly registered: number }
  | { readonly skipped: number }
  /** A test begins. It has `deadline` milliseconds. */
  | { readonly begun: number; readonly name: string; readonly deadline: number }
  | { readonly passed: number }
  /** A test has failed. This is the last line, since no other test may run in the process. */
  | { readonly failed: number; readonly error: string };

/** Name of the environment variable with the ordinal of the first test to run. */
export const FIRST_TEST = "VARPOST_FIRST_TEST";

/** Name of the environment variable with the path of the report file. It is set only if somebody reads the file. */
export const REPORT_FILE = "VARPOST_REPORT_FILE";
