import { performance } from "node:perf_hooks";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { EngineCall } from "../_engine_call.ts";
import { FormRecorder } from "./_form_recorder.ts";
import { isForm } from "./_form_type.ts";
import { KeptBody, type KeptBodyRules } from "./_kept_body.ts";
import { decodeBody, parseBody } from "./_parse_body.ts";
import { readPart } from "./_read_part.ts";
import { RecordedAnswer } from "./_recorded_answer.ts";
import type { BodyRead, RecordedPart, RecordedRequest, RecordedState } from "./recorded_request.ts";

/** A request in the journal, while it is served. The order of its fields is that in which it prints. */
export class RecordedCall implements RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly operation: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  state: RecordedState = "pending";
  status: number | undefined = undefined;
  readonly startedAt: number;
  durationMs: number | undefined = undefined;
  readonly form: readonly RecordedPart[] | undefined;
  bodySize = 0;
  bodyRead: BodyRead = "none";
  readonly hints: string[] = [];
  fault: string | undefined = undefined;
  passedThrough = false;
  response: RecordedAnswer | undefined = undefined;

  readonly #began: number = performance.now();
  readonly #rules: KeptBodyRules;
  readonly #body: KeptBody;
  /** Reads the form. It is not kept longer than it is needed, since its decoder is larger than most forms. */
  #form: FormRecorder | undefined;
  #isForgotten = false;

  /**
   * @param call The request.
   * @param startedAt When it came, by the engine's clock.
   * @param rules How much of the bodies is kept.
   */
  constructor({ request, headers, target }: EngineCall, startedAt: number, rules: KeptBodyRules) {
    this.method = target.method;
    this.path = target.path;
    this.operation = target.operation;
    this.parameters = target.parameters;
    this.query = queryOf(request.target);
    this.headers = headers;
    this.startedAt = startedAt;
    this.#rules = rules;
    this.#body = new KeptBody(rules);
    const contentType = headers["content-type"];
    this.#form = isForm(contentType) ? new FormRecorder(contentType) : undefined;
    this.form = this.#form?.parts;
  }

  /** Adds a chunk of the request's body. */
  append(chunk: Uint8Array): void {
    this.bodyRead = "part";
    this.bodySize += chunk.length;
    this.#body.append(chunk);
    this.#form?.write(chunk);
  }

  /** The request's body was read to its end. */
  endBody(): void {
    this.bodyRead = "whole";
  }

  /** Whether nothing of the request's body is kept, however much of it comes. */
  get isTooLarge(): boolean {
    return this.#body.isTooLarge;
  }

  /** Begins the answer. */
  answer({ status, headers }: RestResponse): RecordedAnswer {
    this.status = status;
    const response = new RecordedAnswer(headers, `the answer to ${this.#name}`, this.#rules);
    if (this.#isForgotten) response.forget();
    this.response = response;
    return response;
  }

  /** The request is served, or will not be. */
  settle(state: Exclude<RecordedState, "pending">): void {
    this.state = state;
    this.#form = undefined;
    this.durationMs = Math.round((performance.now() - this.#began) * 1000) / 1000;
  }

  /** The journal forgets this request. */
  forget(): void {
    this.#isForgotten = true;
    this.#body.forget();
    this.response?.forget();
  }

  bytes(part?: string): Uint8Array<ArrayBuffer> {
    const what = this.#what();
    if (this.bodyRead === "none") {
      const state = this.status === undefined ? this.state : `answered with ${this.status}`;
      throw new Error(
        `Cannot give ${what}: the engine has read nothing of it; the request is ${state}`,
      );
    }
    const body = this.#body.bytes(what);
    if (part === undefined) return body;
    const content = readPart(body, this.headers["content-type"] ?? "", part);
    if (content !== undefined) return content;
    const names = this.form?.map(({ name }) => `'${name}'`).join(", ");
    const hint = names === undefined ? "it is no form" : `it has ${names || "no parts"}`;
    throw new Error(`Cannot give part '${part}' of ${what}: there is none; ${hint}`);
  }

  text(part?: string): string {
    return decodeBody(this.bytes(part));
  }

  json(part?: string): unknown {
    return parseBody(this.bytes(part), this.#what(part));
  }

  get #name(): string {
    return `${this.method} ${this.path}`;
  }

  #what(part?: string): string {
    const body = `the body of ${this.#name}`;
    return part === undefined ? body : `part '${part}' of ${body}`;
  }
}

function queryOf(target: string): Readonly<Record<string, string>> {
  const start = target.indexOf("?");
  if (start === -1) return {};
  const first = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(target.slice(start + 1))) {
    if (!first.has(name)) first.set(name, value);
  }
  return Object.fromEntries(first);
}
