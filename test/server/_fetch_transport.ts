import { createFetchHandler } from "../../core/rest/fetch/create_fetch_handler.ts";
import {
  type Client,
  clientOf,
  isChunked,
  type OpenAnswer,
  type Transport,
  type TransportOptions,
  type WireRequest,
} from "./_client.ts";

/** Calls a Fetch handler directly, in the way of a server. */
export const FETCH: Transport = { name: "by Fetch", isHttp: false, isDouble: false, withServer };

const HOST = "127.0.0.1";

async function withServer(
  options: TransportOptions,
  run: (client: Client) => Promise<void>,
): Promise<void> {
  // A server that is bound to this host allows it, too.
  const allowedHosts = [...(options.allowedHosts ?? []), HOST];
  const handler = createFetchHandler({ ...options, allowedHosts });
  await run(
    clientOf(async (wanted) => {
      const response = await handler(requestOf(wanted));
      // The client has gone away, so nobody gets the answer.
      wanted.signal?.throwIfAborted();
      return answerOf(response);
    }),
  );
}

/** Makes a `Request`, as a server makes it from the bytes on the wire. */
export function requestOf({ method = "GET", path, headers, body, signal }: WireRequest): Request {
  const url = `http://${HOST}:8080${path}`;
  const init = { method, duplex: "half", signal: signal ?? null } as const;
  if (body === undefined) return new Request(url, { ...init, headers: new Headers(headers) });
  if (isChunked(body)) {
    return new Request(url, {
      ...init,
      headers: new Headers(headers),
      body: ReadableStream.from(body),
    });
  }
  const fields = new Headers(headers);
  // `Request` would add a `Content-Type` for a string.
  const bytes = Buffer.from(body);
  if (!fields.has("transfer-encoding")) fields.set("content-length", String(bytes.length));
  return new Request(url, { ...init, headers: fields, body: bytes });
}

/** What came back. */
export function answerOf({ status, headers, body }: Response): OpenAnswer {
  return { status, headers: Object.fromEntries(headers), body: body ?? nothing() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
