import { randomBytes } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import copyStreams from "pg-copy-streams";

const ROW_BYTES = 2 ** 18;
/** Signature, flags and length of an extension. */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TRAILER = Buffer.from([0xff, 0xff]);

/** The floor of large values: one connection, which copies rows of 256 KiB into a table and out of it. Nobody parses or checks them. */
export class CopyFloor {
  readonly #client: pg.Client;
  #values = 0;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Makes the table in an empty database. */
  static async open(url: string): Promise<CopyFloor> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      "CREATE TABLE chunk (value integer, index integer, bytes bytea, PRIMARY KEY (value, index))",
    );
    await client.query("ALTER TABLE chunk ALTER bytes SET STORAGE EXTERNAL");
    return new CopyFloor(client);
  }

  /** Writes a value of so many bytes. */
  async write(size: number): Promise<void> {
    this.#values += 1;
    const row = rowOf(this.#values, randomBytes(ROW_BYTES));
    const text = "COPY chunk FROM STDIN (FORMAT binary)";
    const copy = this.#client.query(copyStreams.from(text));
    copy.write(HEADER);
    for (let index = 0; index < size / ROW_BYTES; index += 1) {
      const next = Buffer.from(row);
      next.writeInt32BE(index, 14);
      if (!copy.write(next)) await once(copy, "drain");
    }
    copy.end(TRAILER);
    await once(copy, "finish");
  }

  /** Reads the last value, and returns the number of its bytes, with what is around them. */
  async read(): Promise<number> {
    const text = `COPY (SELECT bytes FROM chunk WHERE value = ${this.#values} ORDER BY index) TO STDOUT (FORMAT binary)`;
    const copy = this.#client.query(copyStreams.to(text));
    let bytes = 0;
    copy.on("data", (piece: Buffer) => {
      bytes += piece.length;
    });
    await once(copy, "end");
    return bytes;
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}

function rowOf(value: number, bytes: Buffer): Buffer {
  const row = Buffer.alloc(22 + bytes.length);
  row.writeInt16BE(3, 0);
  row.writeInt32BE(4, 2);
  row.writeInt32BE(value, 6);
  row.writeInt32BE(4, 10);
  row.writeInt32BE(bytes.length, 18);
  bytes.copy(row, 22);
  return row;
}
