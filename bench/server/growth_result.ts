import type { Shape } from "./growth_names.ts";

/** A store of so many variables, filled and opened, and a server on it. */
export interface GrowthStep {
  readonly storage: string;
  readonly shape: Shape;
  readonly count: number;
  /** Milliseconds to open the store, and from then to the first value read. */
  readonly open: number;
  readonly first: number;
  /** Posts and gets a second of the service alone, without HTTP. */
  readonly servicePosts: number;
  readonly serviceGets: number;
  readonly port: number;
}

/** The same with what the server does. */
export interface GrowthResult extends GrowthStep {
  readonly postsPerSecond: number;
  readonly getsPerSecond: number;
}

/** Checks what came from another process. */
export function isGrowthStep(value: unknown): value is GrowthStep {
  return typeof value === "object" && value !== null && "servicePosts" in value;
}
