/** Gathers what an iterable yields. Node 20 has no `Array.fromAsync`. */
export async function fromAsync<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of iterable) values.push(value);
  return values;
}
