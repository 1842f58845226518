/** The shortest way to a durable file: writes the whole body, syncs and renames it; reads it with `createReadStream().pipe()`. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { serve } from "./serve.ts";

const [directory = "."] = process.argv.slice(2);
await mkdir(directory, { recursive: true });
let uploads = 0;

serve(async (request, response) => {
  const path = join(directory, encodeURIComponent(request.url ?? ""));
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "application/octet-stream");
    createReadStream(path).pipe(response);
    return;
  }
  uploads += 1;
  const partial = `${path}.${uploads}`;
  try {
    await pipeline(request, createWriteStream(partial, { flush: true }));
    await rename(partial, path);
    response.writeHead(204).end();
  } catch (error) {
    response.destroy(error instanceof Error ? error : undefined);
  }
});
