import { setImmediate as turn } from "node:timers/promises";
import type { Table } from "../support/table.ts";
import type { Contender } from "./contender.ts";

const MIB = 2 ** 20;
const CHUNK_BYTES = 64 * 1024;
const VALUE_BYTES = 64 * MIB;
const SAMPLE_BYTES = 4 * MIB;
const BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWq";

/** The most memory that a contender held, in bytes above the memory before the run. */
export interface HeapResult {
  readonly contender: string;
  /** With a quick consumer; `undefined` if the contender cannot wait for a consumer. */
  readonly quick: number | undefined;
  readonly slow: number | undefined;
}

/** Sends one value of 64 MiB through each contender, once to a quick consumer and once to a slow one. */
export async function measureHeap(contenders: readonly Contender[]): Promise<HeapResult[]> {
  const results: HeapResult[] = [];
  for (const contender of contenders) {
    const { name, stream } = contender;
    if (name === "setFromForm, memory") continue;
    results.push({
      contender: name,
      quick: stream === undefined ? undefined : await peak(stream, () => Promise.resolve()),
      slow: stream === undefined ? undefined : await peak(stream, slowly),
    });
  }
  return results;
}

/** Makes a table of the results. */
export function heapTable(results: readonly HeapResult[]): Table {
  const cell = (bytes: number | undefined) =>
    bytes === undefined ? "synchronous" : (bytes / MIB).toFixed(1);
  return {
    title: "Memory held while a value of 64 MiB passes: MiB",
    note: "What is still in use after a garbage collection, buffers included, at the worst of 16 moments.",
    columns: ["", "quick consumer", "slow consumer"],
    rows: results.map(({ contender, quick, slow }) => [contender, cell(quick), cell(slow)]),
  };
}

async function slowly(): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) await turn();
}

async function peak(
  stream: NonNullable<Contender["stream"]>,
  consume: (chunk: Uint8Array) => Promise<void>,
): Promise<number> {
  globalThis.gc?.();
  await turn();
  const before = inUse();
  let most = 0;
  let received = 0;
  const source = form((sent) => {
    if (sent % SAMPLE_BYTES === 0) most = Math.max(most, inUse() - before);
  });
  await stream(source, `multipart/form-data; boundary=${BOUNDARY}`, async (chunk) => {
    received += chunk.length;
    await consume(chunk);
  });
  if (received !== VALUE_BYTES) throw new Error(`Cannot compare: ${received} bytes came out`);
  return most;
}

function inUse(): number {
  // The second collection waits until the buffers are freed that the first one found.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A form in which each chunk has memory of its own, so that a chunk that somebody keeps is noticed. */
async function* form(sample: (sent: number) => void): AsyncGenerator<Buffer> {
  yield Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"; filename="value.bin"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n",
  );
  for (let sent = 0; sent < VALUE_BYTES; sent += CHUNK_BYTES) {
    sample(sent);
    yield Buffer.alloc(CHUNK_BYTES, 7);
  }
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}
