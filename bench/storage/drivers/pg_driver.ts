import pg from "pg";
import copyStreams from "pg-copy-streams";
import { CONNECTIONS, type Driver } from "./driver.ts";

/** pg, with pg-copy-streams. */
export function openPg(url: string): Driver {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  return {
    name: "pg, pg-copy-streams",
    async run({ name, text }, values) {
      const { rows } = await pool.query({ name, text, values: [...values], rowMode: "array" });
      return rows;
    },
    async copyIn(text) {
      const client = await pool.connect();
      const stream = client.query(copyStreams.from(text));
      stream.once("close", () => client.release());
      return stream;
    },
    async copyOut(text) {
      const client = await pool.connect();
      const stream = client.query(copyStreams.to(text));
      stream.once("close", () => client.release());
      return stream;
    },
    close: () => pool.end(),
  };
}
