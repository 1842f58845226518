import type { QueryPosition } from "../../core/storage/query/storage_query.ts";
import type { NameSequence } from "../_name_sequence.ts";

/** What the variables of a run differ in: their names, or the ids of their instances. */
export interface RunParts {
  readonly parts: NameSequence;
  /** Whether a part is meant; `undefined` if each is. */
  readonly filter?: ((part: string) => boolean) | undefined;
}

/** Variables that follow each other in the order of a query, and have either the name or the instance in common. */
export interface KeyRun extends RunParts {
  /** Whether the parts are taken from the last to the first. */
  readonly isDescending: boolean;
  /** How many parts are passed over, since the page begins behind them. */
  readonly from: number;
  /** Where a part stands in the order of the query; "" stands before all parts, unless they are in descending order. */
  position(part: string): QueryPosition;
}

/** Returns parts from one index to another one, both counted in the order of the run. */
export function sliceOfRun(
  { parts, isDescending }: Pick<KeyRun, "parts" | "isDescending">,
  from: number,
  to: number,
): string[] {
  if (!isDescending) return parts.slice(from, to);
  const { size } = parts;
  return parts.slice(Math.max(size - to, 0), size - from).reverse();
}
