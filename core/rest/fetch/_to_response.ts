import type { RestResponse } from "../rest_response.ts";
import { byteStream } from "./_byte_stream.ts";
import type { Client } from "./_client.ts";

/** Makes a `Response` of an answer. It leaves out `Connection`, since the host decides about its connections. */
export function toResponse({ status, headers, body }: RestResponse, client: Client): Response {
  const { Connection: _, ...rest } = headers;
  const init = { status, headers: rest };
  if (body === undefined) return new Response(null, init);
  // The bytes are copied, since they may be the memory of a storage.
  const bytes = body instanceof Uint8Array ? new Uint8Array(body) : byteStream(body, client);
  return new Response(bytes, init);
}
