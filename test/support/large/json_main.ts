/**
 * Puts a File of 200 MiB in base64, with its value before and after its type, and lists 1,000 variables with Bytes of 1 MiB, on
 * each durable storage. Prints how far the server's resident memory rose above idle, and whether the bytes are the same.
 */
import { createHash, randomFillSync } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { startServerProcess } from "../server_process.ts";
import { withTempDir } from "../temp_dir.ts";
import { watchMemory } from "./resident_memory.ts";

const MIB = 1_048_576;
const ALLOWED_RISE = 64 * MIB;
/** A multiple of three, so that the pieces make one text in base64. */
const PIECE_BYTES = 3 * 262_144;
const PIECES = Math.ceil((200 * MIB) / PIECE_BYTES);
const LISTED = 1_000;

for (const [storage, path] of [
  ["filesystem", "store"],
  ["sqlite", "varpost.db"],
] as const) {
  await measure(storage, path, "value before type", (url) =>
    putFile(url, '{"value":"', '","type":"File","valueInfo":{"filename":"a"}}'),
  );
  await measure(storage, path, "value after type", (url) =>
    putFile(url, '{"type":"File","valueInfo":{"filename":"a"},"value":"', '"}'),
  );
  await measure(storage, path, `a list of ${LISTED} Bytes of 1 MiB`, listBytes);
}

/** Runs against a server of its own. */
async function measure(
  storage: string,
  path: string,
  title: string,
  run: (url: string) => Promise<boolean>,
): Promise<void> {
  await withTempDir(async (directory) => {
    const location = `${storage}:${join(directory, path)}`;
    const command = ["server/main.ts", "--port", "0", "--storage", location];
    const server = await startServerProcess([process.execPath, "--import", "tsx", ...command]);
    try {
      const memory = await watchMemory(server.process.pid ?? 0);
      const started = Date.now();
      const isSame = await run(`${server.url}/process-instance/i/variables`);
      const seconds = (Date.now() - started) / 1_000;
      const rise = (await memory.stop()) - memory.idle;
      const isGood = isSame && rise <= ALLOWED_RISE;
      console.log(
        `${storage}: ${title}, ${isSame ? "the same came back" : "ANOTHER came back"} in ${seconds.toFixed(1)} s, ` +
          `peak ${(rise / MIB).toFixed(1)} MiB above idle (${(memory.idle / MIB).toFixed(1)} MiB): ${isGood ? "ok" : "FAILED"}`,
      );
      if (!isGood) process.exitCode = 1;
    } finally {
      await server.stop();
    }
  });
}

async function putFile(variables: string, start: string, end: string): Promise<boolean> {
  const sent = createHash("sha256");
  const bytes = Buffer.allocUnsafe(PIECE_BYTES);
  const outgoing = request(`${variables}/large`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
  });
  const answered = once(outgoing, "response");
  outgoing.write(start);
  for (let piece = 0; piece < PIECES; piece++) {
    randomFillSync(bytes);
    sent.update(bytes);
    if (!outgoing.write(bytes.toString("base64"))) await once(outgoing, "drain");
  }
  outgoing.end(end);
  const [answer]: IncomingMessage[] = await answered;
  if (answer?.statusCode !== 204) throw new Error(`The value was answered ${answer?.statusCode}`);
  answer.resume();
  const received = createHash("sha256");
  for await (const chunk of await download(`${variables}/large/data`)) received.update(chunk);
  return sent.digest("hex") === received.digest("hex");
}

async function listBytes(variables: string): Promise<boolean> {
  const body = new FormData();
  body.append("data", new Blob([new Uint8Array(MIB)]));
  for (let i = 0; i < LISTED; i++) {
    const { status } = await fetch(`${variables}/${i}/data`, { method: "POST", body });
    if (status !== 204) throw new Error(`The value was answered ${status}`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of await download(variables)) chunks.push(chunk);
  const list: Record<string, { value: unknown; valueInfo: { size?: number } }> = JSON.parse(
    Buffer.concat(chunks).toString(),
  );
  const entries = Object.values(list);
  return (
    entries.length === LISTED &&
    entries.every(({ value, valueInfo }) => value === null && valueInfo.size === MIB)
  );
}

async function download(url: string): Promise<IncomingMessage> {
  const [answer]: IncomingMessage[] = await once(get(url), "response");
  if (answer?.statusCode === 200) return answer;
  throw new Error(`The download was answered ${answer?.statusCode}`);
}
