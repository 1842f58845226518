/**
 * `npm run test:large [MiB]`: uploads a value of 2 GiB and downloads it again, on each durable storage, and prints how far
 * the server's resident memory rose above idle and whether the bytes are the same.
 */
import { createHash, type Hash, randomFillSync } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { startServerProcess } from "../server_process.ts";
import { withTempDir } from "../temp_dir.ts";
import { watchMemory } from "./resident_memory.ts";

const MIB = 1_048_576;
const ALLOWED_RISE = 64 * MIB;
const BOUNDARY = "varpost-large";
const size = Number(process.argv[2] ?? 2_048) * MIB;

for (const [name, location] of [
  ["filesystem", (directory: string) => `filesystem:${join(directory, "store")}`],
  ["sqlite", (directory: string) => `sqlite:${join(directory, "varpost.db")}`],
] as const) {
  await withTempDir(async (directory) => {
    const limit = ["--max-value-bytes", String(size)];
    const command = ["--import", "tsx", "server/main.ts", "--port", "0", ...limit];
    const server = await startServerProcess([
      process.execPath,
      ...command,
      "--storage",
      location(directory),
    ]);
    try {
      const url = `${server.url}/process-instance/i/variables/large/data`;
      const memory = await watchMemory(server.process.pid ?? 0);
      const sent = await upload(url);
      const received = await download(url);
      const rise = (await memory.stop()) - memory.idle;
      const good = sent === received && rise <= ALLOWED_RISE;
      console.log(
        `${name}: ${size / MIB} MiB up and down, sha-256 ${sent === received ? "the same" : "DIFFERS"}, ` +
          `peak ${(rise / MIB).toFixed(1)} MiB above idle (${(memory.idle / MIB).toFixed(1)} MiB): ${good ? "ok" : "FAILED"}`,
      );
      if (!good) process.exitCode = 1;
    } finally {
      await server.stop();
    }
  });
}

/** Returns the sha-256 of the value that was sent. */
async function upload(url: string): Promise<string> {
  const hash = createHash("sha256");
  const outgoing = request(url, {
    method: "POST",
    headers: { "Content-Type": `multipart/form-data; boundary=${BOUNDARY}` },
  });
  const answered = once(outgoing, "response");
  outgoing.write(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"\r\n\r\n`);
  for (let block = 0; block < size / MIB; block++) {
    const bytes = randomFillSync(Buffer.allocUnsafe(MIB));
    hash.update(bytes);
    if (!outgoing.write(bytes)) await once(outgoing, "drain");
  }
  outgoing.end(`\r\n--${BOUNDARY}--\r\n`);
  const [answer]: IncomingMessage[] = await answered;
  if (answer?.statusCode !== 204) throw new Error(`The upload was answered ${answer?.statusCode}`);
  answer.resume();
  return hash.digest("hex");
}

/** Returns the sha-256 of the value that came back. */
async function download(url: string): Promise<string> {
  const [answer]: IncomingMessage[] = await once(get(url), "response");
  if (answer?.statusCode !== 200)
    throw new Error(`The download was answered ${answer?.statusCode}`);
  const hash: Hash = createHash("sha256");
  for await (const bytes of answer) hash.update(bytes);
  return hash.digest("hex");
}
