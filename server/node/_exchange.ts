import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { RestRequest } from "../../core/rest/rest_request.ts";
import type { BodyPatience } from "./_body_pace.ts";
import type { Connection } from "./_connection.ts";
import { RequestBody } from "./_request_body.ts";

/** A request of `node:http` in the form that the REST resource takes, with its response and its connection. */
export class Exchange implements RestRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
  readonly body: RequestBody;
  readonly headers: IncomingHttpHeaders;
  /** Whether the operating system has the whole answer, though the rest of the request is still drained. */
  isHandedOver = false;

  /**
   * @param request The request.
   * @param response Its response.
   * @param connection Their connection.
   * @param patience How long to wait for the body.
   */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    patience: BodyPatience,
  ) {
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.headers = request.headers;
    this.body = new RequestBody(request, response, connection.clock, patience);
  }

  get method(): string {
    return this.request.method ?? "";
  }

  get target(): string {
    return this.request.url ?? "/";
  }

  /** Gives a header field. Node has joined several values already, except those of `Set-Cookie`, which requests do not have. */
  header(name: string): string | undefined {
    const value = this.headers[name];
    return typeof value === "string" ? value : value?.join(", ");
  }

  /** Aborts when the client goes away. Made on demand, since most requests do not need it. */
  get signal(): AbortSignal {
    const { response, connection } = this;
    const controller = new AbortController();
    const abort = () => controller.abort(new ClientAbortError());
    if (this.request.socket.destroyed) abort();
    connection.onClose(abort);
    response.once("close", () => {
      connection.offClose(abort);
      // For the answer that is being written, this event comes before the connection calls its listeners.
      if (!response.writableFinished) abort();
    });
    return controller.signal;
  }
}
