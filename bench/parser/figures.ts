import type { Measured, Result } from "./measure.ts";

/** Finds the result of a contender; `undefined` if its answer was wrong. */
export function resultOf(measured: Measured | undefined, contender: string): Result | undefined {
  return measured?.results.find(
    (result) => result.contender === contender && result.fault === undefined,
  );
}

/** Finds the fastest peer whose answer was right. */
export function bestPeer(measured: Measured): Result | undefined {
  return measured.results
    .filter(({ kind, fault }) => kind === "peer" && fault === undefined)
    .toSorted((a, b) => a.best - b.best)[0];
}

/** How many times faster the first is than the second, each in its best round. */
export function ratio(of: Result | undefined, to: Result | undefined): number | undefined {
  return of === undefined || to === undefined ? undefined : to.best / of.best;
}

/** The geometric mean of the known ratios. */
export function geometricMean(ratios: readonly (number | undefined)[]): number | undefined {
  const known = ratios.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length);
}

/** The smallest of the known ratios. */
export function least(ratios: readonly (number | undefined)[]): number | undefined {
  const known = ratios.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
