import { compareKeys } from "../../../core/storage/query/scalar_key.ts";
import type { ScalarCondition, ScalarRange } from "../../../core/storage/query/storage_query.ts";

/** The keys from one on and before another one. */
export interface KeyInterval {
  /** The first key. */
  readonly from: Uint8Array;
  /** The key behind the last one. */
  readonly to: Uint8Array;
}

const FIRST = new Uint8Array();
/** Comes behind every key. */
const END = Uint8Array.of(0xff);

/**
 * Finds out which keys the values have that meet all conditions.
 *
 * @returns Intervals that do not overlap, in their order; `undefined` if values without a key may meet the conditions, too.
 */
export function keyIntervals(
  conditions: readonly ScalarCondition[],
): readonly KeyInterval[] | undefined {
  const all = conditions.filter(isBounded).map(({ anyOf }) => union(anyOf.map(toInterval)));
  return all.length === 0 ? undefined : all.reduce(intersection);
}

function isBounded({ anyOf, negated }: ScalarCondition): boolean {
  return !negated && anyOf.every(({ from, to }) => from !== undefined || to !== undefined);
}

function toInterval({ from = FIRST, to = END }: ScalarRange): KeyInterval {
  return { from, to };
}

function union(intervals: readonly KeyInterval[]): readonly KeyInterval[] {
  const united: KeyInterval[] = [];
  const inOrder = [...intervals].sort((a, b) => compareKeys(a.from, b.from));
  for (const interval of inOrder.filter(isNotEmpty)) {
    const last = united.at(-1);
    if (last === undefined || compareKeys(interval.from, last.to) > 0) united.push(interval);
    else united[united.length - 1] = { from: last.from, to: later(last.to, interval.to) };
  }
  return united;
}

function intersection(
  some: readonly KeyInterval[],
  others: readonly KeyInterval[],
): readonly KeyInterval[] {
  return some
    .flatMap((a) => others.map((b) => ({ from: later(a.from, b.from), to: earlier(a.to, b.to) })))
    .filter(isNotEmpty);
}

function isNotEmpty({ from, to }: KeyInterval): boolean {
  return compareKeys(from, to) < 0;
}

function later(a: Uint8Array, b: Uint8Array): Uint8Array {
  return compareKeys(a, b) > 0 ? a : b;
}

function earlier(a: Uint8Array, b: Uint8Array): Uint8Array {
  return compareKeys(a, b) < 0 ? a : b;
}
