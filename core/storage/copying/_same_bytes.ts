/** Whether two sources have the same bytes, however they are cut. Ends both. */
export async function sameBytes(
  one: AsyncIterable<Uint8Array>,
  other: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const others = other[Symbol.asyncIterator]();
  try {
    let rest: Uint8Array = new Uint8Array(0);
    for await (const chunk of one) {
      let left = chunk;
      while (left.length > 0) {
        if (rest.length === 0) {
          const next = await others.next();
          if (next.done === true) return false;
          rest = next.value;
        }
        const length = Math.min(left.length, rest.length);
        if (!areEqual(left.subarray(0, length), rest.subarray(0, length))) return false;
        left = left.subarray(length);
        rest = rest.subarray(length);
      }
    }
    return rest.length === 0 && (await endsHere(others));
  } finally {
    await others.return?.();
  }
}

async function endsHere(chunks: AsyncIterator<Uint8Array>): Promise<boolean> {
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return true;
    if (next.value.length > 0) return false;
  }
}

/** Whether two arrays of the same length have the same bytes. */
export function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
