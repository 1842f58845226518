/**
 * The floor of whatever keeps values in PostgreSQL, as many people write it: a pool of 16 connections, and a prepared statement a
 * request. The form is not parsed: the value's place in it is known.
 *
 * pg_main.ts URL
 */
import type { IncomingMessage } from "node:http";
import pg from "pg";
import { BEFORE_VALUE } from "../form.ts";
import { serve } from "./serve.ts";

const VALUE_BYTES = 1024;

const [connectionString = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 16 });
await pool.query("CREATE TABLE value (path text PRIMARY KEY, bytes bytea NOT NULL)");

serve(async (request, response) => {
  if (request.method !== "POST") {
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: "get",
      text: "SELECT bytes FROM value WHERE path = $1",
      values: [request.url],
    });
    const bytes = rows[0]?.bytes;
    response.writeHead(bytes === undefined ? 404 : 200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": bytes?.length ?? 0,
    });
    response.end(bytes);
    return;
  }
  const body = await bodyOf(request);
  await pool.query({
    name: "post",
    text: "INSERT INTO value VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes",
    values: [request.url, body.subarray(BEFORE_VALUE.length, BEFORE_VALUE.length + VALUE_BYTES)],
  });
  response.writeHead(204).end();
});

/** Listeners, since an iterator costs a tenth of a request. */
function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks)));
  });
}
