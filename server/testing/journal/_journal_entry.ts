import type { ByteSource } from "../../../core/bytes/byte_source.ts";
import { ClientAbortError } from "../../../core/rest/errors/client_abort_error.ts";
import type { Log } from "../../../core/rest/log/log.ts";
import type { RestRequest } from "../../../core/rest/rest_request.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { EngineCall } from "../_engine_call.ts";
import type { RecordedCall } from "./_recorded_call.ts";
import { RecordedSource } from "./_recorded_source.ts";
import { RecordedStream } from "./_recorded_stream.ts";

/** Writes one request into the journal while it is served. */
export class JournalEntry {
  /** What the journal has of the request. */
  readonly recorded: RecordedCall;
  /** The request to serve: its body is recorded while the operation reads it, and its reset is noted. */
  readonly call: EngineCall;
  readonly #body: RecordedSource;
  readonly #settled: () => void;

  /**
   * @param call The request that came.
   * @param recorded What the journal has of it.
   * @param settled Is called once, when the request is answered or aborted.
   */
  constructor(call: EngineCall, recorded: RecordedCall, settled: () => void) {
    this.recorded = recorded;
    this.#settled = settled;
    this.#body = new RecordedSource(call.request.body, recorded);
    this.call = {
      request: new RecordedRestRequest(call.request, this.#body),
      headers: call.headers,
      target: call.target,
      reset: () => {
        this.abort();
        call.reset();
      },
    };
  }

  /** Takes a line of the log that is about this request, and keeps it if it is a hint: `writeAnswer` logs hints with an instance. */
  readonly log: Log = (level, message, fields = {}) => {
    if (level === "debug" && "instanceId" in fields) this.recorded.hints.push(message);
  };

  /**
   * Reads the body if nobody has begun to, for a test that asks what came although its own route or its fault has not read it. A body
   * over the limit is left to the host, and so is one that the client has not sent yet, since it waits for `100 Continue`.
   */
  async readUnread(): Promise<void> {
    if (this.#body.isOpen || "expect" in this.call.headers) return;
    try {
      for await (const _ of this.#body) if (this.recorded.isTooLarge) break;
    } catch (error) {
      // The answer does not depend on a body that it does not need.
      if (error instanceof ClientAbortError) this.abort();
    }
  }

  /**
   * Records the answer, unless the request was aborted before it, or its client is gone and does not get it.
   *
   * @returns The answer to send. If its body is a stream, it is recorded while it is sent, and the request is answered at its end.
   */
  answer(response: RestResponse): RestResponse {
    if (this.call.request.signal.aborted) this.abort();
    if (this.recorded.state !== "pending") return response;
    const { status, headers, body } = response;
    const answer = this.recorded.answer(response);
    if (body === undefined || body instanceof Uint8Array) {
      if (body !== undefined) answer.append(body);
      this.#settle("answered");
      return response;
    }
    const stream = new RecordedStream(body, {
      append: (chunk) => answer.append(chunk),
      end: (isWhole) => this.#settle(isWhole ? "answered" : "aborted"),
    });
    return { status, headers, body: stream };
  }

  /** The client has gone away, or its connection was reset. Does nothing if the request was answered. */
  abort(): void {
    this.#settle("aborted");
  }

  #settle(state: "answered" | "aborted"): void {
    if (this.recorded.state !== "pending") return;
    this.recorded.settle(state);
    this.#settled();
  }
}

/** A request whose body is recorded while it is read. */
class RecordedRestRequest implements RestRequest {
  readonly method: string;
  readonly target: string;
  readonly body: ByteSource;
  readonly #request: RestRequest;

  constructor(request: RestRequest, body: RecordedSource) {
    this.method = request.method;
    this.target = request.target;
    this.body = body;
    this.#request = request;
  }

  header(name: string): string | undefined {
    return this.#request.header(name);
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }
}
