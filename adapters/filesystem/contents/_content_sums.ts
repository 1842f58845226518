/**
 * Checksums of a content file. Behind the content stands its footer: the CRC-32 of each block of the content, as little-endian
 * 32-bit numbers. The log keeps the CRC-32 of the footer. So damage anywhere in the file is noticed, and a file of another content,
 * too.
 * @module
 */
import { crc32 } from "node:zlib";

/** So many bytes of content share one checksum. All of them are read if one is wanted. The footer of a GiB has 64 KiB. */
export const BLOCK_BYTES = 65_536;

const SUM_BYTES = 4;

/** Makes the footer of a content while it is written. */
export class ContentSums {
  #footer: Buffer = Buffer.alloc(16 * SUM_BYTES);
  #blocks = 0;
  /** The CRC-32 of the block that is not whole yet. */
  #sum = 0;
  /** Number of bytes in this block. */
  #filled = 0;

  /** Adds the bytes that come next. */
  add(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.byteLength; ) {
      const part = bytes.subarray(offset, offset + BLOCK_BYTES - this.#filled);
      this.#sum = crc32(part, this.#sum);
      this.#filled += part.byteLength;
      offset += part.byteLength;
      if (this.#filled === BLOCK_BYTES) this.#endBlock();
    }
  }

  /** Ends the content and gives its footer. */
  finish(): Buffer {
    if (this.#filled > 0) this.#endBlock();
    return this.#footer.subarray(0, SUM_BYTES * this.#blocks);
  }

  #endBlock(): void {
    const offset = SUM_BYTES * this.#blocks++;
    if (offset === this.#footer.byteLength) {
      this.#footer = Buffer.concat([this.#footer, Buffer.alloc(offset)]);
    }
    this.#footer.writeUInt32LE(this.#sum, offset);
    this.#sum = 0;
    this.#filled = 0;
  }
}

/** Length of the footer of a content of `size` bytes. */
export function footerBytes(size: number): number {
  return SUM_BYTES * Math.ceil(size / BLOCK_BYTES);
}

/** The checksum of a footer, which the log keeps. */
export function footerSum(footer: Uint8Array): number {
  return crc32(footer);
}

/**
 * The number of the first block that does not have the checksum in the footer; `undefined` if there is none.
 *
 * @param first Number of the block that `bytes` begin with.
 * @param bytes Whole blocks, or the last of the content.
 */
export function damagedBlock(footer: Buffer, first: number, bytes: Uint8Array): number | undefined {
  for (let offset = 0; offset < bytes.byteLength; offset += BLOCK_BYTES) {
    const block = first + offset / BLOCK_BYTES;
    const sum = crc32(bytes.subarray(offset, offset + BLOCK_BYTES));
    if (footer.readUInt32LE(SUM_BYTES * block) !== sum) return block;
  }
  return undefined;
}
