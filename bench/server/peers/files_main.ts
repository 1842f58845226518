/**
 * The floor of whatever keeps values durably: a file for each value, which is written, synced and renamed, and whose directory is
 * synced. The form is not parsed.
 */
import { createReadStream } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { serve } from "./serve.ts";

const [directory = "."] = process.argv.slice(2);
await mkdir(directory, { recursive: true });
const handle = await open(directory);
let uploads = 0;

serve(async (request, response) => {
  const path = join(directory, encodeURIComponent(request.url ?? ""));
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "application/octet-stream");
    createReadStream(path).pipe(response);
    return;
  }
  await writeDurably(path, await bodyOf(request));
  response.writeHead(204).end();
});

async function writeDurably(path: string, body: Buffer): Promise<void> {
  uploads += 1;
  const partial = `${path}.${uploads}`;
  const file = await open(partial, "w");
  try {
    await file.write(body);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await handle.sync();
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
