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
  /** Posts of 1 KiB a second. The first result is the engine's with this setup. */
  readonly requests: {
    readonly date: string;
    readonly results: readonly { readonly name: string; readonly posts: number }[];
  };
  readonly sizes: {
    readonly date: string;
    readonly results: readonly Pick<SizesResult, "size" | "peak" | "status">[];
  };
}

/** Reads them from their file. */
export function readRecorded(file: string): RecordedEngine {
  return JSON.parse(readFileSync(file, "utf8"));
}
