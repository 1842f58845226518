import assert from "node:assert/strict";

/** Makes bytes that do not repeat and are different for each seed, so that a shifted, swapped or foreign block is noticed. */
export function content(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  for (let i = 0; i < words.length; i++) {
    // This is Marsaglia's xorshift.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, size);
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Makes a source like a network's: its chunks are views of one buffer, which it overwrites for each chunk, and some are empty. */
export async function* sourceOf(
  bytes: Uint8Array,
  chunkBytes = 65_536,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = new Uint8Array(chunkBytes + 1);
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const chunk = bytes.subarray(offset, offset + chunkBytes);
    buffer.set(chunk, 1);
    yield buffer.subarray(1, 1 + chunk.length);
    buffer.fill(0xaa);
    yield buffer.subarray(1, 1);
  }
}

/** Reads all bytes, and copies each chunk before the next one is read. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const copies: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    copies.push(chunk.slice());
    size += chunk.length;
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const copy of copies) {
    bytes.set(copy, offset);
    offset += copy.length;
  }
  return bytes;
}

/** Compares bytes. If they differ, the message says where, and does not show millions of them. */
export function assertBytes(
  actual: Uint8Array | undefined,
  expected: Uint8Array,
  what = "content",
): void {
  assert.ok(actual, `${what}: there are no bytes`);
  const { length } = expected;
  assert.equal(actual.length, length, `${what}: ${actual.length} bytes instead of ${length}`);
  for (let i = 0; i < length; i++) {
    if (actual[i] !== expected[i]) assert.fail(`${what} of ${length} bytes: byte ${i} differs`);
  }
}
