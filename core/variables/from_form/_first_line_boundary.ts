import { checkBodyChunk } from "../../bytes/_check_body.ts";
import { CollectedBytes } from "../../bytes/_collected_bytes.ts";
import { type ChunkReader, openChunks } from "../../bytes/_open_chunks.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { isBoundary } from "../../multipart/_check_boundary.ts";

/** A form, and the boundary that its first line names. */
export interface FoundBoundary {
  /** `undefined` if the first line is not a delimiter. */
  readonly boundary: string | undefined;
  /** The whole form. The caller must read it or end it. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Length of the longest first line that is read, in bytes: two dashes, the longest boundary, and a kilobyte of blanks. */
const MAX_LINE = 1_200;
/** A delimiter line, with the text between its dashes and its blanks. */
const DELIMITER = /^--([ -~]*[!-~])[ \t]*\r?\n/;

/**
 * Finds the boundary of a form in its first line, for clients that leave it out of the `Content-Type`.
 *
 * @param body The form.
 * @returns The boundary, and the whole form, from its start on.
 * @throws The errors of the body, as they are.
 */
export async function findBoundary(body: ByteSource): Promise<FoundBoundary> {
  const chunks = openChunks(body);
  const head = new CollectedBytes();
  let isWhole = false;
  while (!isWhole && head.size < MAX_LINE && !head.bytes().includes(0x0a)) {
    const result = await chunks.next();
    if (result.done) {
      isWhole = true;
      break;
    }
    await take(head, result.value, chunks);
  }
  const line = new TextDecoder("latin1").decode(head.bytes().subarray(0, MAX_LINE));
  const [, text = ""] = DELIMITER.exec(line) ?? [];
  return {
    boundary: isBoundary(text) ? text : undefined,
    body: startingWith(head.bytes(), chunks),
  };
}

async function take(head: CollectedBytes, chunk: Uint8Array, chunks: ChunkReader): Promise<void> {
  try {
    checkBodyChunk(chunk);
  } catch (error) {
    await chunks.return?.();
    throw error;
  }
  head.append(chunk);
}

/** Yields the bytes that were read already, then the rest. */
function startingWith(head: Uint8Array, rest: ChunkReader): AsyncIterable<Uint8Array> {
  let isFirst = true;
  const iterator: AsyncIterator<Uint8Array> = {
    next() {
      if (!isFirst) return next(rest);
      isFirst = false;
      return Promise.resolve({ done: false, value: head });
    },
    async return() {
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

async function next(reader: ChunkReader): Promise<IteratorResult<Uint8Array, undefined>> {
  const result = await reader.next();
  return result.done ? { done: true, value: undefined } : result;
}
