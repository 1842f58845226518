import { rm, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { flipBit } from "./flip_bit.ts";

/** A bit of a store, which is flipped. */
export interface FlippedBit {
  /** What kind of file it is in. */
  readonly place: string;
  /** Path below the store's directory. */
  readonly file: string;
  /** Bit 0 is the lowest bit of the first byte. */
  readonly bit: number;
  /** Path of a file that is deleted before. */
  readonly without?: string;
}

/** Flips a bit of the store in a directory. */
export async function flipIn(directory: string, { file, bit, without }: FlippedBit): Promise<void> {
  if (without !== undefined) await rm(join(directory, without));
  await flipBit(join(directory, file), bit);
}

/**
 * Chooses a bit of some files. All bits have the same chance.
 *
 * @param last Only so many bytes at the end of each file. Default: all.
 */
export async function chooseBitOf(
  place: string,
  directory: string,
  files: readonly string[],
  random: () => number,
  last: number = Number.POSITIVE_INFINITY,
): Promise<FlippedBit> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const parts = sizes.map((size) => Math.min(size, last));
  let bit = Math.floor(8 * random() * parts.reduce((total, part) => total + part, 0));
  for (const [index, file] of files.entries()) {
    const [size = 0, part = 0] = [sizes[index], parts[index]];
    if (bit < 8 * part)
      return { place, file: relative(directory, file), bit: bit + 8 * (size - part) };
    bit -= 8 * part;
  }
  throw new Error(`Cannot flip a bit of a ${place}: there is none`);
}
