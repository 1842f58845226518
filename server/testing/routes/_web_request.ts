import { openChunks } from "../../../core/bytes/_open_chunks.ts";
import type { ByteSource } from "../../../core/bytes/byte_source.ts";
import type { EngineCall } from "../_engine_call.ts";

/** Header fields of one connection, and such that `fetch` sets itself (RFC 9110, section 7.6.1). */
const HOP_BY_HOP: readonly string[] = [
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * Makes a `Request` of the web platform. Its body is read only when somebody reads it, and its signal aborts when the client goes away.
 *
 * @param call The request.
 * @param url The URL that the new request has.
 */
export function webRequest({ request, headers }: EngineCall, url: URL): Request {
  const { method, body, signal } = request;
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  const fields = kept.map(([name, value]): [string, string] => [name, value]);
  const init = { method, headers: fields, signal };
  if (method === "GET" || method === "HEAD") return new Request(url, init);
  // Deno takes a stream without `duplex`, and its types do not know it.
  const streamed = { ...init, body: streamOf(body), duplex: "half" } as const;
  return new Request(url, streamed);
}

function streamOf(body: ByteSource): ReadableStream<Uint8Array> {
  let chunks: ReturnType<typeof openChunks> | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        chunks ??= openChunks(body);
        const { done, value } = await chunks.next();
        // A chunk is valid only until the next one is asked for.
        if (done) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
      async cancel() {
        await chunks?.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
