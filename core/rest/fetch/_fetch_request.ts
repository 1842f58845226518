import type { RestRequest } from "../rest_request.ts";
import type { Client } from "./_client.ts";
import { FetchBody } from "./_fetch_body.ts";

/** A `Request` in the form that the REST resource takes. */
export class FetchRequest implements RestRequest {
  readonly method: string;
  readonly target: string;
  readonly body: FetchBody;
  readonly signal: AbortSignal;
  readonly #request: Request;

  /**
   * @param request The request.
   * @param target Its path below the base path, and its query.
   * @param client The client that sends it.
   */
  constructor(request: Request, target: string, client: Client) {
    this.method = request.method;
    this.target = target;
    this.body = new FetchBody(request, client);
    this.signal = client.signal;
    this.#request = request;
  }

  /** Gives a header field. If there is no `Host`, as in a service worker, it gives the host of the URL. */
  header(name: string): string | undefined {
    const { headers, url } = this.#request;
    const value = headers.get(name);
    return value === null && name === "host" ? new URL(url).host : (value ?? undefined);
  }
}
