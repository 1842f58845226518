/** How fast a store of so many variables is. */
export interface GrowthResult {
  readonly storage: string;
  /** All variables in one instance, or 100 in each of many. */
  readonly shape: "one" | "many";
  readonly count: number;
  /** Milliseconds to open the store, and from then to the first value read. */
  readonly open: number;
  readonly first: number;
  readonly postsPerSecond: number;
  readonly getsPerSecond: number;
}

/** Checks what came from another process. */
export function isGrowthResult(value: unknown): value is GrowthResult {
  return typeof value === "object" && value !== null && "postsPerSecond" in value;
}
