import type { ContentTable } from "./_content_table.ts";
import type { Leases } from "./_leases.ts";
import type { WindowRows } from "./_window_rows.ts";

/** The parts of a store that stages and open variables need. */
export interface ContentParts {
  readonly contents: Pick<ContentTable, "read" | "write">;
  readonly leases: Pick<
    Leases,
    "addReader" | "addStage" | "discardStage" | "endReader" | "endStage"
  >;
  readonly windowRows: WindowRows;
}
