import type { IncomingHttpHeaders } from "node:http";
import type { ListenerOptions } from "../../server/node/listener_options.ts";
import { fromAsync } from "../support/from_async.ts";

/** A request, its path as it goes over the wire. */
export interface WireRequest {
  /** Default GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Chunks are sent one by one, each after the former has left. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Aborted when the client is to go. */
  readonly signal?: AbortSignal;
}

/** An answer whose body is read as it is asked for. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Whoever leaves the loop before its end closes the connection. It throws if the server cuts the answer off. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A whole answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request to a server and gives the whole answer. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/** Sends a request to a server and gives the answer as soon as its head is there. */
export type Open = (request: WireRequest) => Promise<OpenAnswer>;

/** How a server is spoken to. */
export interface Client {
  readonly send: Send;
  readonly open: Open;
}

/** What every server can be told, however it is reached. */
export type TransportOptions = Pick<
  ListenerOptions,
  "variables" | "resolveScope" | "log" | "allowedHosts" | "allowedOrigins"
>;

/** How a server is reached. */
export interface Transport {
  readonly name: string;
  /** Whether HTTP is spoken: paths come as they were sent, also `..` in them, and bodies without a length in chunks. */
  readonly isHttp: boolean;
  /** Starts a server for `run`, and stops it whatever happened. */
  withServer(options: TransportOptions, run: (client: Client) => Promise<void>): Promise<void>;
}

/** Makes a client of what opens answers. */
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
