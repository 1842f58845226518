import { readFileSync } from "node:fs";
import type { ServerFigures } from "../server/bars.ts";
import type { SizesResult } from "../server/sizes.ts";
import type { Machine } from "../support/machine.ts";

/** The figures of a run of `npm run bench:server`, as it wrote them. */
export interface ServerRun {
  readonly machine: Machine;
  readonly figures: ServerFigures;
}

/** Figures of an engine, measured once, for runs in which no engine took part. */
export interface RecordedEngine {
  readonly name: string;
  readonly setup: string;
  readonly posts: { readonly date: string; readonly perSecond: number };
  readonly sizes: {
    readonly date: string;
    readonly results: readonly Pick<SizesResult, "size" | "peak" | "status">[];
  };
}

/** Reads them from their file. */
export function readRecorded(file: string): RecordedEngine {
  return JSON.parse(readFileSync(file, "utf8"));
}
