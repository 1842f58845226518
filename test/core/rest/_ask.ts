import { createRestHandler } from "../../../core/rest/mod.ts";
import type { ProcessVariables } from "../../../core/variables/process_variables.ts";
import { fromAsync } from "../../support/from_async.ts";
import { restRequest, type WantedRequest } from "./_rest_request.ts";

/** A request whose body is a text. */
export interface WantedQuestion extends Omit<WantedRequest, "body"> {
  readonly text?: string;
}

/** Sends a request whose answer is JSON, and gives its status and its JSON. */
export async function ask(variables: ProcessVariables, { text, ...wanted }: WantedQuestion) {
  const body = text === undefined ? null : [new TextEncoder().encode(text)];
  const handle = createRestHandler({ variables, log: () => {} });
  const answer = await handle(restRequest({ ...wanted, body: body && streamOf(body) }));
  const chunks =
    answer.body instanceof Uint8Array
      ? [answer.body]
      : await fromAsync(answer.body ?? streamOf([]));
  const json = await new Blob(chunks).text();
  return { status: answer.status, body: JSON.parse(json) };
}

async function* streamOf(chunks: readonly Uint8Array<ArrayBuffer>[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
