import { checkBodyChunk } from "../../bytes/_check_body.ts";
import { CollectedBytes } from "../../bytes/_collected_bytes.ts";
import { type ChunkReader, openChunks } from "../../bytes/_open_chunks.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";

/** A form with the boundary that its first line says. */
export interface FoundBoundary {
  /** `undefined` if the first line is no delimiter. */
  readonly boundary: string | undefined;
  /** The whole form. It has to be read, or ended. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Dashes, the longest boundary, blanks. */
const MAX_LINE = 1_200;
/** RFC 2046, section 5.1.1: 1 to 70 characters, no blank at the end. */
const DELIMITER = /^--([\x20-\x7e]{0,69}[\x21-\x7e])[ \t]*\r?\n/;

/**
 * Finds the boundary of a form in its first line, for those who leave it out of the `Content-Type`.
 *
 * @param body The form.
 * @returns What it says, and the form again from its start.
 * @throws What the body throws, as it is.
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
  return { boundary: DELIMITER.exec(line)?.[1], body: startingWith(head.bytes(), chunks) };
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

/** What was read already, and then the rest. */
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
