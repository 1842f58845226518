import type { TestReportLine } from "../support/test_report.ts";

/** What a host tells, one JSON text a line. */
export type HostLine = TestReportLine | { readonly printed: string } | HostEnd;

/** The last line. */
export interface HostEnd {
  /** What nobody caught, if there was such a thing. */
  readonly ended: string | null;
}
