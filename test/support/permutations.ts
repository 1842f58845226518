/** Makes all permutations of the items. */
export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => {
    const others = items.toSpliced(i, 1);
    return permutations(others).map((order) => [item, ...order]);
  });
}
