/** The types that the tests use of the web frameworks. Their own types are many, and express has none. */
declare module "express" {
  import type { IncomingMessage, RequestListener, Server } from "node:http";

  export interface Request extends IncomingMessage {
    readonly params: Readonly<Record<string, string>>;
  }

  export interface Response {
    sendStatus(status: number): void;
    type(mediaType: string): { send(body: string): void };
  }

  export interface Application {
    use(...handlers: readonly RequestListener[]): this;
    post(path: string, handler: (request: Request, response: Response) => Promise<void>): this;
    get(path: string, handler: (request: Request, response: Response) => Promise<void>): this;
    set(name: "env", value: string): this;
    listen(port: number, host: string, done: () => void): Server;
  }

  export function json(): RequestListener;
  export default function express(): Application;
}

declare module "fastify" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface Request {
    readonly raw: IncomingMessage;
    readonly body: unknown;
    readonly params: Readonly<Record<string, string>>;
  }

  export interface Reply {
    readonly raw: ServerResponse<IncomingMessage> & { req: IncomingMessage };
    hijack(): void;
    code(status: number): { send(): Reply };
    type(mediaType: string): { send(body: string): Reply };
  }

  type Handler = (request: Request, reply: Reply) => unknown;

  export interface Fastify {
    removeAllContentTypeParsers(): void;
    addContentTypeParser(
      mediaType: string,
      parser: (
        request: Request,
        payload: IncomingMessage,
        done: (error: null, body?: unknown) => void,
      ) => void,
    ): void;
    all(path: string, handler: Handler): void;
    post(path: string, handler: Handler): void;
    get(path: string, handler: Handler): void;
    listen(where: { readonly port: number; readonly host: string }): Promise<string>;
    close(): Promise<void>;
  }

  export default function fastify(): Fastify;
}

declare module "hono" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface Context {
    /** With Node only. */
    readonly env: {
      readonly incoming: IncomingMessage;
      readonly outgoing: ServerResponse<IncomingMessage> & { req: IncomingMessage };
    };
    readonly req: {
      readonly raw: Request;
      param(name: string): string;
      header(name: string): string | undefined;
    };
    body(body: string | null, status: number, headers?: Readonly<Record<string, string>>): Response;
  }

  export class Hono {
    readonly fetch: (request: Request) => Response | Promise<Response>;
    all(path: string, handler: (context: Context) => Response | Promise<Response>): this;
    post(path: string, handler: (context: Context) => Response | Promise<Response>): this;
    get(path: string, handler: (context: Context) => Response | Promise<Response>): this;
  }
}

declare module "@hono/node-server" {
  import type { Server } from "node:http";
  import type { Hono } from "hono";

  export function serve(
    options: { readonly fetch: Hono["fetch"]; readonly port: number; readonly hostname: string },
    done: () => void,
  ): Server;
}

declare module "@hono/node-server/utils/response" {
  export const RESPONSE_ALREADY_SENT: Response;
}

declare module "h3" {
  interface Event {
    readonly req: Request;
  }

  export class H3 {
    fetch(request: Request): Response | Promise<Response>;
    all(path: string, handler: (event: Event) => Response | Promise<Response>): this;
  }
}
