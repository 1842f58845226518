import type { TestReportLine } from "./test_report.ts";

/** A test that has begun. */
export interface BegunTest {
  readonly ordinal: number;
  readonly name: string;
  /** Milliseconds. */
  readonly deadline: number;
}

/** The progress of the process of a test file, by its reports. */
export class TestProgress {
  readonly passed = new Set<number>();
  readonly skipped = new Set<number>();
  /** The test that runs now, or that ran when the process ended. */
  current: BegunTest | undefined;
  failed: (BegunTest & { readonly error: string }) | undefined;
  /** Number of tests in the file; `undefined` until the whole file was read. */
  registered: number | undefined;
  readonly #first: number;

  /** @param first The ordinal of the first test that this process runs. */
  constructor(first: number) {
    this.#first = first;
  }

  add(line: TestReportLine): void {
    if ("registered" in line) this.registered = line.registered;
    else if ("skipped" in line) this.skipped.add(line.skipped);
    else if ("begun" in line) this.current = { ordinal: line.begun, ...line };
    else {
      if ("passed" in line) this.passed.add(line.passed);
      else if (this.current !== undefined) this.failed = { ...this.current, error: line.error };
      this.current = undefined;
    }
  }

  /** Whether all tests have passed, except skipped ones. */
  get allPassed(): boolean {
    return this.registered === this.#first + this.passed.size + this.skipped.size;
  }

  /** Whether no more reports come. */
  get ended(): boolean {
    return this.failed !== undefined || this.allPassed;
  }
}
