import type { Shape } from "./growth_names.ts";

/** The figures of a store with this many variables. */
export interface GrowthStep {
  readonly storage: string;
  readonly shape: Shape;
  readonly count: number;
  /** Milliseconds to open the store, and then to read the first value. */
  readonly open: number;
  readonly first: number;
  /** Posts and gets a second of the service, without HTTP. */
  readonly servicePosts: number;
  readonly serviceGets: number;
  readonly port: number;
}

/** The same figures, and those of the server. */
export interface GrowthResult extends GrowthStep {
  readonly postsPerSecond: number;
  readonly getsPerSecond: number;
}

/** Checks a message of another process. */
export function isGrowthStep(value: unknown): value is GrowthStep {
  return typeof value === "object" && value !== null && "servicePosts" in value;
}
