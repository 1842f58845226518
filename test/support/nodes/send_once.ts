import { type IncomingMessage, request } from "node:http";
import { fromAsync } from "../from_async.ts";

/** A request to a server. */
export interface NodeRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A whole answer. */
export interface NodeAnswer {
  readonly status: number;
  readonly etag: string;
  readonly body: Buffer;
}

/**
 * Sends a request on a connection of its own, so that a load balancer chooses a server for it.
 *
 * @returns The answer; `undefined` if the connection broke before its end. Then nobody knows what became of the request.
 */
export async function sendOnce(
  url: string,
  { method = "GET", headers = {}, body }: NodeRequest = {},
): Promise<NodeAnswer | undefined> {
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const sending = request(url, { method, headers, agent: false }, resolve);
      sending.on("error", reject);
      sending.end(body);
    });
    // It throws if the connection breaks.
    const bytes = Buffer.concat(await fromAsync(message));
    return { status: message.statusCode ?? 0, etag: message.headers.etag ?? "", body: bytes };
  } catch (error) {
    if (error instanceof Error && "code" in error && BROKEN.has(error.code)) return undefined;
    throw error;
  }
}

const BROKEN: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);
