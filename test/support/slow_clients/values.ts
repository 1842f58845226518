import { createCipheriv, createHash } from "node:crypto";

/** A value, and its sha-256. */
export interface Value {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/**
 * Makes bytes that look random, the same ones in each process.
 *
 * @param seed A number below 256 that chooses them.
 * @param size Number of bytes.
 */
export function makeValue(seed: number, size: number): Value {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, seed), Buffer.alloc(16));
  const bytes = cipher.update(Buffer.alloc(size));
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}
