import type { RestRequest } from "../rest_request.ts";
import type { Client } from "./_client.ts";
import { RequestBody } from "./_request_body.ts";

/** A `Request` as the REST resource takes it. */
export class FetchRequest implements RestRequest {
  readonly method: string;
  readonly target: string;
  readonly body: RequestBody;
  readonly signal: AbortSignal;
  readonly #request: Request;

  /**
   * @param request The request.
   * @param target Its path below the base path, and its query.
   * @param client Who sends it.
   */
  constructor(request: Request, target: string, client: Client) {
    this.method = request.method;
    this.target = target;
    this.body = new RequestBody(request, client);
    this.signal = client.signal;
    this.#request = request;
  }

  /** A browser gives its service worker no `Host` field. The URL has the host, too. */
  header(name: string): string | undefined {
    const { headers, url } = this.#request;
    const value = headers.get(name);
    return value === null && name === "host" ? new URL(url).host : (value ?? undefined);
  }
}
