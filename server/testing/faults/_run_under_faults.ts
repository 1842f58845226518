import { openChunks } from "../../../core/bytes/_open_chunks.ts";
import { ClientAbortError } from "../../../core/rest/errors/client_abort_error.ts";
import type { RestRequest } from "../../../core/rest/rest_request.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { EngineCall } from "../_engine_call.ts";
import { alterAnswer } from "./_alter_answer.ts";
import type { CallPause } from "./_call_pause.ts";
import { cutBytes } from "./_cut_bytes.ts";
import { lockingAnswer, statusAnswer } from "./_fault_answer.ts";
import { chunksOf, FaultyBody } from "./_faulty_body.ts";
import { mergeFaults } from "./_merge_faults.ts";
import { releaseBody } from "./_release_body.ts";
import { slowBytes } from "./_slow_bytes.ts";
import type { Fault } from "./fault.ts";

/**
 * How long a client has for what was sent before the connection is reset. A reset throws away what is under way, and a client of Node
 * that finds it together with bytes takes it for an ordinary end. Milliseconds.
 */
const READ_MS = 50;

/** Runs the operation of a request. */
export type RunOperation = (request: RestRequest) => Promise<RestResponse>;

/** Makes the answer to an error, and logs the error. */
export type RefuseCall = (error: unknown) => RestResponse;

/**
 * Serves a request under the faults that apply to it.
 *
 * @param faults The faults that apply.
 * @param call The request.
 * @param run Runs its operation.
 * @param pause The waits of this request.
 * @param refuse Makes the answer to an error.
 * @throws {ClientAbortError} If a fault has reset the connection, or the client went away.
 */
export async function runUnderFaults(
  faults: readonly Fault[],
  call: EngineCall,
  run: RunOperation,
  pause: CallPause,
  refuse: RefuseCall,
): Promise<RestResponse> {
  if (faults.length === 0) return run(call.request);
  const fault = mergeFaults(faults);
  await pause.wait(fault.delay ?? 0);
  if (fault.reset === "request") return resetInRequest(call, fault.afterBytes ?? 0);
  const made = await answerOf(fault, call, run, refuse);
  const answer = await alterAnswer(made, call.request.method, fault.headers ?? {}, fault.body);
  try {
    await pause.wait(fault.delayAnswer ?? 0);
  } catch (error) {
    await releaseBody(answer);
    throw error;
  }
  return send(fault, call, answer, pause);
}

async function answerOf(
  fault: Fault,
  call: EngineCall,
  run: RunOperation,
  refuse: RefuseCall,
): Promise<RestResponse> {
  const { status, storage, optimisticLocking, afterOperation = false } = fault;
  if (afterOperation) await releaseBody(await run(call.request));
  if (status !== undefined) return statusAnswer(call, status, fault);
  if (optimisticLocking === true) return lockingAnswer(call);
  if (storage === undefined) return run(call.request);
  const message = `A fault of the test says that the storage is ${storage}`;
  return refuse(new StorageError(storage, message, { mayBeStored: afterOperation }));
}

async function send(
  { reset, afterBytes, drip }: Fault,
  call: EngineCall,
  answer: RestResponse,
  pause: CallPause,
): Promise<RestResponse> {
  const { body } = answer;
  const isEmpty = body === undefined || (body instanceof Uint8Array && body.length === 0);
  if (reset === "answer" && (afterBytes === undefined || isEmpty)) {
    await releaseBody(answer);
    return resetConnection(call);
  }
  if (isEmpty || (drip === undefined && afterBytes === undefined)) return answer;
  const whole = chunksOf(body);
  const slow = drip === undefined ? whole : slowBytes(whole, drip, pause);
  const cut = async () => {
    await pause.wait(READ_MS);
    return resetConnection(call);
  };
  const chunks = afterBytes === undefined ? slow : cutBytes(slow, afterBytes, cut);
  return { ...answer, body: new FaultyBody(body, chunks, pause) };
}

async function resetInRequest(call: EngineCall, afterBytes: number): Promise<never> {
  const chunks = openChunks(call.request.body);
  for (let read = 0; read < afterBytes; ) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    read += value.length;
  }
  return resetConnection(call);
}

function resetConnection(call: EngineCall): never {
  call.reset();
  throw new ClientAbortError();
}
