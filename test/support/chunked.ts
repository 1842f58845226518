/** One way to cut bytes into chunks. */
export interface Feed {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
}

/** For more bytes than this, the cuts in two have no variants, since there are many of them already. */
const LONG = 1_000;

/**
 * The ways to cut bytes into chunks that must all give the same result: whole; byte by byte; and cut in two at each index. The last
 * two have variants with empty chunks between, and with chunks that are views of a larger memory full of `filler`.
 */
export function* feeds(bytes: Uint8Array, filler: Uint8Array): Generator<Feed> {
  yield { name: "whole", chunks: [bytes] };
  yield* variants(
    "byte by byte",
    Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)),
    filler,
  );
  for (let at = 1; at < bytes.length; at++) {
    const feed = { name: `cut at ${at}`, chunks: [bytes.subarray(0, at), bytes.subarray(at)] };
    if (bytes.length > LONG) yield feed;
    else yield* variants(feed.name, feed.chunks, filler);
  }
}

/** Cuts bytes into chunks of one size. */
export function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

/** Cuts bytes at these indexes, which may be in any order. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((place, i) => bytes.subarray(sorted[i], place));
}

/** Makes a source of these chunks. */
export async function* sourceOf(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

function* variants(name: string, chunks: Uint8Array[], filler: Uint8Array): Generator<Feed> {
  yield { name, chunks };
  const nothing = new Uint8Array(0);
  yield {
    name: `${name}, empty chunks between`,
    chunks: [nothing, ...chunks.flatMap((chunk) => [chunk, nothing])],
  };
  yield {
    name: `${name}, views at an offset`,
    chunks: chunks.map((chunk) => within(chunk, filler)),
  };
}

function within(chunk: Uint8Array, filler: Uint8Array): Uint8Array {
  const memory = new Uint8Array(filler.length * 2 + chunk.length);
  memory.set(filler);
  memory.set(chunk, filler.length);
  memory.set(filler, filler.length + chunk.length);
  return memory.subarray(filler.length, filler.length + chunk.length);
}
