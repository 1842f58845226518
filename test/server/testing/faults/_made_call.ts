import type { ByteSource } from "../../../../core/mod.ts";
import type { RestBody, RestResponse } from "../../../../core/rest/rest_response.ts";
import type { EngineCall } from "../../../../server/testing/_engine_call.ts";
import { EngineClock } from "../../../../server/testing/clock/_engine_clock.ts";
import { CallPause } from "../../../../server/testing/faults/_call_pause.ts";
import { Faults } from "../../../../server/testing/faults/_faults.ts";
import { runUnderFaults } from "../../../../server/testing/faults/_run_under_faults.ts";
import type { Fault } from "../../../../server/testing/faults/fault.ts";

/** What a test has of one request: what became of it, and what its client may do. */
export class MadeCall implements EngineCall {
  readonly headers = {};
  readonly request: EngineCall["request"];
  readonly target: EngineCall["target"];
  readonly #client = new AbortController();
  resets = 0;

  constructor(
    method = "GET",
    path = "/process-instance/order-7/variables/total",
    body?: ByteSource,
  ) {
    const { signal } = this.#client;
    this.request = { method, target: path, header: () => undefined, body: body ?? null, signal };
    const parameters = { id: "order-7", varName: "total" };
    this.target = { method, path, operation: "getProcessInstanceVariable", parameters };
  }

  reset(): void {
    this.resets += 1;
  }

  /** Lets the client go away. */
  leave(): void {
    this.#client.abort();
  }
}

/** An answer that notes whether it was asked for and released. */
export class MadeAnswer implements RestResponse {
  readonly status: number = 200;
  readonly headers = { "Content-Type": "application/json", "Content-Length": "10" };
  readonly body: RestBody;
  runs = 0;
  releases = 0;

  constructor(chunks: readonly string[] = ["01234", "56789"]) {
    const iterator = chunks.map((chunk) => new TextEncoder().encode(chunk)).values();
    const body: RestBody = {
      next: async () => {
        const { done, value } = iterator.next();
        return done === true ? { done: true, value: undefined } : { done: false, value };
      },
      return: async () => {
        this.releases += 1;
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => body,
    };
    this.body = body;
  }

  readonly run = async (): Promise<RestResponse> => {
    this.runs += 1;
    return this;
  };
}

/** The world of one request under one fault. */
export class Scene {
  readonly faults = new Faults();
  readonly clock = new EngineClock();
  readonly call: MadeCall;
  readonly answer: MadeAnswer;

  constructor(fault: Fault, call = new MadeCall(), answer = new MadeAnswer()) {
    this.faults.add({}, fault);
    this.call = call;
    this.answer = answer;
  }

  run(
    run: () => Promise<RestResponse> = this.answer.run,
    refuse: (error: unknown) => RestResponse = () => ({ status: 1, headers: {}, body: undefined }),
  ): Promise<RestResponse> {
    const { call, clock, faults } = this;
    const taken = faults.take(call.target);
    return runUnderFaults(taken, call, run, new CallPause(call, clock, faults.signal), refuse);
  }
}

/** The text of an answer. */
export async function textOf({ body }: RestResponse): Promise<string> {
  return (await piecesOf(body)).join("");
}

/** The pieces in which an answer comes. */
export async function piecesOf(body: RestResponse["body"]): Promise<readonly string[]> {
  if (body === undefined) return [];
  const pieces: string[] = [];
  const chunks = body instanceof Uint8Array ? [body] : body;
  for await (const chunk of chunks) pieces.push(new TextDecoder().decode(chunk));
  return pieces;
}
