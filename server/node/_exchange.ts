import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { RestRequest } from "../../core/rest/rest_request.ts";
import type { BodyPatience } from "./_body_pace.ts";
import type { Connection } from "./_connection.ts";
import { RequestBody } from "./_request_body.ts";

/** A request of `node:http` as the REST resource takes it, with its answer and its connection. */
export class Exchange implements RestRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
  readonly body: RequestBody;
  readonly headers: IncomingHttpHeaders;

  /**
   * @param request The request.
   * @param response Its answer.
   * @param connection Their connection.
   * @param patience What the body may cost in waiting.
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

  /** Node has joined the values already, but for `Set-Cookie`, which no request has. */
  header(name: string): string | undefined {
    const value = this.headers[name];
    return typeof value === "string" ? value : value?.join(", ");
  }

  /** Is made on demand: most requests need none. */
  get signal(): AbortSignal {
    const { response, connection } = this;
    const controller = new AbortController();
    const abort = () => controller.abort(new ClientAbortError());
    if (this.request.socket.destroyed) abort();
    connection.onClose(abort);
    response.once("close", () => {
      connection.offClose(abort);
      // Node tells the answer that is being written before the connection tells the others.
      if (!response.writableFinished) abort();
    });
    return controller.signal;
  }
}
