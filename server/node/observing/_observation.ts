import type { ServerResponse } from "node:http";
import type { Task } from "../../../core/rest/_task.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { RouteMatch } from "../../../core/rest/routes/_route_table.ts";
import type { LatestObservation } from "../_connection.ts";
import { hasBody } from "../_drain.ts";
import type { Exchange } from "../_exchange.ts";
import { CountedAnswer } from "./_counted_answer.ts";
import { ObservedRequest } from "./_observed_request.ts";
import { refusalReason } from "./_refusal_reason.ts";
import type { EndedRequest, RequestOutcome } from "./ended_request.ts";

/** One request from its head to its end. */
export class Observation implements LatestObservation {
  /** The request in the form in which the REST resource gets it. */
  readonly request: ObservedRequest;
  readonly isUpload: boolean;
  /** The task that serves it; `undefined` if it was refused at once. */
  task: Task | undefined;
  readonly #exchange: Exchange;
  readonly #startedAt = Date.now();
  readonly #started = performance.now();
  readonly #onEnd: (observation: Observation) => void;
  readonly #onClose = () => this.#end();
  #hasEnded = false;
  #answer: RestResponse | undefined;
  /** Whether the answer was written past the response, since the rest of the request could not be read. */
  #isDirect = false;

  /**
   * @param exchange The request.
   * @param onEnd Called once, when the answer was sent or the connection has closed.
   */
  constructor(exchange: Exchange, onEnd: (observation: Observation) => void) {
    const { request, response, connection } = exchange;
    this.#exchange = exchange;
    this.request = new ObservedRequest(exchange);
    this.isUpload = hasBody(request);
    this.task = undefined;
    connection.observation = this;
    this.#onEnd = onEnd;
    response.once("close", () => this.#end());
    // Node tells the close of a connection only to the answer that is being written, not to pipelined ones behind it. Not for each
    // request: sets that change all the time leave tables behind that keep requests from the quick garbage collection.
    if (response.socket === null) connection.onClose(this.#onClose);
  }

  get response(): ServerResponse {
    return this.#exchange.response;
  }

  /** Whether its answer has begun. */
  get isAnswered(): boolean {
    return this.#isDirect || this.#exchange.response.headersSent;
  }

  /** Notes the answer that is about to be sent, and returns it in a form that is counted. */
  answer(answer: RestResponse): RestResponse {
    const { body } = answer;
    const isWhole = body === undefined || body instanceof Uint8Array;
    const counted = isWhole ? answer : { ...answer, body: new CountedAnswer(body) };
    this.#answer = counted;
    return counted;
  }

  /** Notes an answer that was written past the response. */
  answerDirectly(answer: RestResponse): void {
    this.#isDirect = true;
    this.#answer = answer;
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { connection } = this.#exchange;
    connection.offClose(this.#onClose);
    if (connection.observation === this) connection.observation = undefined;
    this.#onEnd(this);
  }

  /**
   * Tells what has become of it.
   *
   * @param match The route of its target; `undefined` if there is none.
   */
  ended(match: RouteMatch | undefined): EndedRequest {
    const answer = this.isAnswered ? this.#answer : undefined;
    const { method, target } = this.#exchange;
    return {
      startedAt: this.#startedAt,
      method,
      target,
      operation: match?.route.operations.get(method)?.id,
      parameters: match?.parameters ?? [],
      status: answer?.status,
      isUpload: this.isUpload,
      bytesIn: this.request.body.bytes,
      bytesOut: answer === undefined ? 0 : bytesOf(answer),
      ms: performance.now() - this.#started,
      user: this.task?.user,
      outcome: this.#outcome(answer),
      refusal: answer === undefined ? undefined : refusalReason(answer),
    };
  }

  #outcome(answer: RestResponse | undefined): RequestOutcome {
    const { response, request, isHandedOver } = this.#exchange;
    if (this.#isDirect || isHandedOver || response.writableFinished) return "answered";
    const { socket } = request;
    const body = answer?.body;
    if (body instanceof CountedAnswer && body.hasFailed) return "cut-off";
    // The end of what the client sends, or an error such as a reset, comes from the client. Else the server has closed.
    return socket.readableEnded || socket.errored ? "aborted" : "cut-off";
  }
}

function bytesOf({ body }: RestResponse): number {
  if (body instanceof CountedAnswer) return body.bytes;
  return body instanceof Uint8Array ? body.length : 0;
}
