import type { ByteSource } from "../../../../core/bytes/byte_source.ts";
import type { RestBody } from "../../../../core/rest/rest_response.ts";
import type { EngineCall } from "../../../../server/testing/_engine_call.ts";
import { Journal } from "../../../../server/testing/journal/_journal.ts";
import type { JournalEntry } from "../../../../server/testing/journal/_journal_entry.ts";
import type { JournalOptions } from "../../../../server/testing/journal/journal_options.ts";
import { fromAsync } from "../../../support/from_async.ts";

/** What a test says of a request. */
export interface MadeCall {
  readonly method?: string;
  /** Path and query. */
  readonly target?: string;
  readonly operation?: string | undefined;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: ByteSource;
  readonly signal?: AbortSignal;
  readonly reset?: () => void;
}

/** Makes a request as the engine's hosts do. */
export function madeCall({
  method = "GET",
  target = "/engine",
  operation,
  parameters = {},
  headers = {},
  body = null,
  signal = new AbortController().signal,
  reset = () => {},
}: MadeCall = {}): EngineCall {
  const [path = ""] = target.split("?");
  const request = {
    method,
    target,
    header: (name: string) => headers[name],
    body,
    signal,
  };
  return { request, headers, target: { method, path, operation, parameters }, reset };
}

/** Begins the entry of a request, in a journal of its own. */
export function beginEntry(call: MadeCall, options: JournalOptions = {}): JournalEntry {
  return new Journal(options, () => 0).begin(madeCall(call));
}

/** The body that an operation gets. */
export function bodyOf({ call: { request } }: JournalEntry): AsyncIterable<Uint8Array> {
  const { body } = request;
  if (body === null || !(Symbol.asyncIterator in body))
    throw new TypeError("It cannot be iterated");
  return body;
}

/** Reads a body as an operation does. */
export async function readBody(entry: JournalEntry): Promise<Buffer> {
  return Buffer.concat(await fromAsync(bodyOf(entry)));
}

/** Yields chunks as a host does, which may use their memory again. */
export async function* chunksOf(
  ...texts: readonly string[]
): AsyncGenerator<Uint8Array, undefined> {
  const memory = Buffer.alloc(100);
  for (const text of texts) yield memory.subarray(0, memory.write(text));
  return undefined;
}

/** Makes the body of an answer. */
export function restBody(chunks: AsyncGenerator<Uint8Array, undefined>): RestBody {
  return {
    next: () => chunks.next(),
    return: () => chunks.return(undefined),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
