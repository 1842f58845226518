import { NEAR } from "./_search_costs.ts";

/** Finds the next byte of this value. Returns the chunk's length if there is none. */
export function indexOf(chunk: Uint8Array, byte: number, from: number): number {
  const near = Math.min(chunk.length, from + NEAR);
  for (let at = from; at < near; at++) if (chunk[at] === byte) return at;
  const found = near === chunk.length ? -1 : chunk.indexOf(byte, near);
  return found < 0 ? chunk.length : found;
}
