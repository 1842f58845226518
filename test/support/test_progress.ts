import type { TestReportLine } from "./test_report.ts";

/** A test that has begun. */
export interface BegunTest {
  readonly ordinal: number;
  readonly name: string;
  /** Milliseconds. */
  readonly deadline: number;
}

/** How far the process of a test file has come, by what it reported. */
export class TestProgress {
  readonly passed = new Set<number>();
  readonly skipped = new Set<number>();
  /** The test that runs now, or that did when the process ended. */
  current: BegunTest | undefined;
  failed: (BegunTest & { readonly error: string }) | undefined;
  /** How many tests the file has; unknown until it has been read whole. */
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

  /** Whether each test has passed that was not skipped. */
  get allPassed(): boolean {
    return this.registered === this.#first + this.passed.size + this.skipped.size;
  }

  /** Whether there is nothing more to come. */
  get ended(): boolean {
    return this.failed !== undefined || this.allPassed;
  }
}
