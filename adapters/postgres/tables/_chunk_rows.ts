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

/** The checksum of a row: the CRC-32 of its bytes, as a signed integer. */
export function sumOf(bytes: Uint8Array): number {
  return crc32(bytes) | 0;
}

/** A row that was received. */
export interface ChunkRow {
  readonly index: number;
  readonly sum: number;
  readonly bytes: Uint8Array;
}

/** What precedes the bytes of a row that is received: the number of fields, `index`, `sum`, and the length of the bytes. */
const RECEIVED_HEADER_BYTES = 22;

/** Makes rows of the bytes that a COPY gives, however they are cut. */
export class ChunkRowDecoder {
  readonly rows: ChunkRow[] = [];
  /** Bytes of the header that comes next, as far as they are there. */
  #header: Buffer = Buffer.alloc(RECEIVED_HEADER_BYTES);
  #wanted = COPY_HEADER.length;
  #hasCopyHeader = false;
  #filled = 0;
  #bytes: Uint8Array | undefined;
  #index = 0;
  #sum = 0;

  /** Takes the next bytes. */
  push(piece: Uint8Array): void {
    for (let offset = 0; offset < piece.length; ) {
      const target = this.#bytes ?? this.#header;
      const part = piece.subarray(offset, offset + this.#wanted - this.#filled);
      target.set(part, this.#filled);
      this.#filled += part.length;
      offset += part.length;
      // The trailer, two bytes, is shorter than a header, and so never completes one.
      if (this.#filled === this.#wanted) this.#complete();
    }
  }

  #complete(): void {
    this.#filled = 0;
    if (!this.#hasCopyHeader) {
      this.#hasCopyHeader = true;
      this.#wanted = RECEIVED_HEADER_BYTES;
      return;
    }
    if (this.#bytes === undefined) {
      this.#index = this.#header.readInt32BE(6);
      this.#sum = this.#header.readInt32BE(14);
      this.#wanted = this.#header.readInt32BE(18);
      this.#bytes = new Uint8Array(this.#wanted);
      // A row is never empty, but a damaged one may be.
      if (this.#wanted > 0) return;
    }
    this.rows.push({ index: this.#index, sum: this.#sum, bytes: this.#bytes });
    this.#bytes = undefined;
    this.#wanted = RECEIVED_HEADER_BYTES;
  }
}
