import { crc32 } from "node:zlib";

/**
 * The rows of a content in PostgreSQL's binary format of COPY, as `COPY chunk (content, index, sum, bytes)` takes them and
 * `COPY (SELECT index, sum, bytes …)` gives them. The source is the manual's page on COPY, "Binary Format".
 * @module
 */

/** Number of bytes in each row of a content but the last. Part of the format. */
export const CHUNK_BYTES = 262_144;

/** What precedes the bytes of a row that is sent: the number of fields, `content`, `index`, `sum`, and the length of the bytes. */
export const ROW_HEADER_BYTES = 34;

/** Signature, flags and length of an extension, which are sent once. */
export const COPY_HEADER: Buffer = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");

/** Ends the rows that are sent. */
export const COPY_TRAILER: Buffer = Buffer.from([0xff, 0xff]);

/**
 * Writes the header of a row.
 *
 * @param row A buffer with room for the header, and the row's bytes behind it.
 * @param content Number of the content.
 * @param index Number of the row within the content.
 */
export function writeRowHeader(row: Buffer, content: number, index: number): void {
  const bytes = row.subarray(ROW_HEADER_BYTES);
  row.writeInt16BE(4, 0);
  row.writeInt32BE(8, 2);
  row.writeBigInt64BE(BigInt(content), 6);
  row.writeInt32BE(4, 14);
  row.writeInt32BE(index, 18);
  row.writeInt32BE(4, 22);
  row.writeInt32BE(sumOf(bytes), 26);
  row.writeInt32BE(bytes.length, 30);
}

/** The checksum of a row: the CRC-32 of its bytes, which may be in pieces, as a signed integer. */
export function sumOf(...pieces: readonly Uint8Array[]): number {
  // For an empty array, zlib returns either 0 or the sum before, depending on the array's memory.
  return pieces.reduce((sum, piece) => (piece.length > 0 ? crc32(piece, sum) : sum), 0) | 0;
}

/** A row that was received. */
export interface ChunkRow {
  readonly index: number;
  /** The checksum with which it was written. */
  readonly sum: number;
  /** Its bytes, in the pieces in which they came. */
  readonly pieces: readonly Uint8Array[];
}

/** What precedes the bytes of a row that is received: the number of fields, `index`, `sum`, and the length of the bytes. */
const RECEIVED_HEADER_BYTES = 22;

/** Makes rows of the bytes that a COPY gives, however they are cut. It copies no bytes of rows. */
export class ChunkRowDecoder {
  readonly rows: ChunkRow[] = [];
  /** The bytes of the header that comes next, as far as they are there. */
  readonly #header: Buffer = Buffer.alloc(RECEIVED_HEADER_BYTES);
  #headerBytes = COPY_HEADER.length;
  #filled = 0;
  #hasCopyHeader = false;
  /** The pieces of the row whose bytes come next; `undefined` before a header. */
  #pieces: Uint8Array[] | undefined;
  /** The number of its bytes that have not come yet. */
  #missing = 0;

  /** Takes the next bytes. They must not change any more. */
  push(piece: Uint8Array): void {
    for (let rest = piece; rest.length > 0; ) {
      rest =
        this.#pieces === undefined ? this.#takeHeader(rest) : this.#takeBytes(rest, this.#pieces);
    }
  }

  /** Takes what belongs to a header, and returns the rest. */
  #takeHeader(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, this.#headerBytes - this.#filled);
    this.#header.set(part, this.#filled);
    this.#filled += part.length;
    // The trailer, two bytes, is shorter than a header, and so never completes one.
    if (this.#filled === this.#headerBytes) this.#endHeader();
    return bytes.subarray(part.length);
  }

  #endHeader(): void {
    this.#filled = 0;
    if (!this.#hasCopyHeader) {
      this.#hasCopyHeader = true;
      this.#headerBytes = RECEIVED_HEADER_BYTES;
      return;
    }
    this.#pieces = [];
    this.#missing = this.#header.readInt32BE(18);
    // A row is never empty, but a damaged one may be.
    if (this.#missing === 0) this.#endRow(this.#pieces);
  }

  /** Takes what belongs to the row, and returns the rest. */
  #takeBytes(bytes: Uint8Array, pieces: Uint8Array[]): Uint8Array {
    const part = bytes.subarray(0, this.#missing);
    pieces.push(part);
    this.#missing -= part.length;
    if (this.#missing === 0) this.#endRow(pieces);
    return bytes.subarray(part.length);
  }

  #endRow(pieces: readonly Uint8Array[]): void {
    const index = this.#header.readInt32BE(6);
    const sum = this.#header.readInt32BE(14);
    this.rows.push({ index, sum, pieces });
    this.#pieces = undefined;
  }
}
