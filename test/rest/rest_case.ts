import type { WireRequest } from "../server/_client.ts";
import type { DifferenceId } from "./differences.ts";

/** Stands for the id of the process instance, in paths, bodies and answers. */
export const INSTANCE = "{instance}";

/** An answer as far as it is compared. */
export interface ComparedAnswer {
  readonly status: number;
  /** Without blanks, in lower case; absent if there is none. */
  readonly contentType?: string;
  /** The `Content-Disposition`; absent if there is none. */
  readonly disposition?: string;
  /** JSON as `comparedAnswer()` writes it; else one character for each byte. */
  readonly body: string;
}

/** A request and its answer. */
export type Step = readonly [request: WireRequest, answer: ComparedAnswer];

/** Requests to an instance without variables, sent one after the other. */
export interface RestCase {
  /** Unique among all cases. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** The documented difference, if the engine answers one of the requests otherwise. */
  readonly differs?: DifferenceId;
  /** A value type that an engine has only with a plug-in: `Json` or `Xml`. Without it there is nothing to compare. */
  readonly needs?: string;
}

/** A case of these steps. */
export function restCase(
  name: string,
  steps: readonly Step[],
  differs?: DifferenceId,
  needs?: string,
): RestCase {
  return {
    name,
    steps,
    ...(differs !== undefined && { differs }),
    ...(needs !== undefined && { needs }),
  };
}
