import type { MetFault } from "./_fault_plan.ts";

/** Passes on bytes up to the place of a fault, and, if the fault is only a delay, the rest after it. */
export async function* breakOff(
  bytes: AsyncIterable<Uint8Array>,
  { afterBytes, strike }: MetFault,
): AsyncGenerator<Uint8Array> {
  let left = afterBytes;
  let hasStruck = false;
  for await (const chunk of bytes) {
    if (hasStruck || chunk.length < left) {
      left -= chunk.length;
      yield chunk;
      continue;
    }
    if (left > 0) yield chunk.subarray(0, left);
    hasStruck = true;
    await strike();
    if (left < chunk.length) yield chunk.subarray(left);
  }
  if (!hasStruck) await strike();
}
