import type { IncomingHttpHeaders } from "node:http";
import type { ListenerOptions } from "../../server/node/listener_options.ts";
import { fromAsync } from "../support/from_async.ts";

/** A request, with its path as it goes over the wire. */
export interface WireRequest {
  /** The method. Default: GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body. Chunks are sent one by one, each after the one before it was sent. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Abort it to make the client go away. */
  readonly signal?: AbortSignal;
}

/** An answer whose body is read with back-pressure. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body. Leaving the loop early closes the connection. It throws if the server cuts the answer off. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A whole answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request to a server and returns the whole answer. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/** Sends a request to a server and returns the answer as soon as its head has come. */
export type Open = (request: WireRequest) => Promise<OpenAnswer>;

/** A client of one server. */
export interface Client {
  readonly send: Send;
  readonly open: Open;
}

/** The options that all transports share. */
export type TransportOptions = Pick<
  ListenerOptions,
  "variables" | "resolveScope" | "authorize" | "log" | "allowedHosts" | "allowedOrigins"
>;

/** A way to reach the server: a transport. */
export interface Transport {
  readonly name: string;
  /** Whether it uses HTTP. Then paths come as they were sent, even with `..`, and bodies without a length come in chunks. */
  readonly isHttp: boolean;
  /** Whether the double of an engine answers. Some of its answers are its own: see `_double_left_out.ts`. */
  readonly isDouble: boolean;
  /** Starts a server for `run`, and always stops it. */
  withServer(options: TransportOptions, run: (client: Client) => Promise<void>): Promise<void>;
}

/** Makes a client from a function that opens answers. */
export function clientOf(open: Open): Client {
  return {
    open,
    send: async (request) => {
      const { status, headers, body } = await open(request);
      return { status, headers, body: Buffer.concat(await fromAsync(body)) };
    },
  };
}

/** Whether a body is sent in chunks. */
export function isChunked(body: WireRequest["body"]): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && Symbol.asyncIterator in body;
}
