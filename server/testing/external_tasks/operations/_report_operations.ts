import type { Context, Operation } from "../../../../core/rest/_context.ts";
import type { PutChange } from "../../../../core/storage/storage.ts";
import type { EngineError } from "../../_engine_error.ts";
import type { ExternalTasks } from "../_external_tasks.ts";
import { complete, fail, type Report, throwBpmnError } from "../reports/_reports.ts";
import type { Members } from "../requests/_members.ts";
import { readBody } from "../requests/_read_body.ts";
import { readVariables, variablesInJson } from "../requests/_read_variables.ts";
import { DTO, NO_CONTENT } from "./_answers.ts";

const NO_CHANGES: readonly PutChange[] = [];

/** `POST /external-task/{id}/complete`: completes a task. */
export function completeTask(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.externaltask.CompleteExternalTaskDto.getVariables()" because "dto" is null`;
  return async (context) => {
    const body = await readBody(context, ifNull);
    const report = await readReport(context, body, ["variables", "localVariables"]);
    await tasks.step((store) => complete(store, idOf(context), report));
    return NO_CONTENT;
  };
}

/** `POST /external-task/{id}/bpmnError`: ends a task by a BPMN error. */
export function handleBpmnError(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.externaltask.ExternalTaskBpmnError.getWorkerId()" because "dto" is null`;
  return async (context) => {
    const body = await readBody(context, ifNull);
    const said = { errorCode: body.text("errorCode"), errorMessage: body.text("errorMessage") };
    const report = { ...said, ...(await readReport(context, body, ["variables"])) };
    await tasks.step((store) => throwBpmnError(store, idOf(context), report));
    return NO_CONTENT;
  };
}

/** `POST /external-task/{id}/failure`: keeps a failure of a task. */
export function handleFailure(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.externaltask.ExternalTaskFailureDto.getWorkerId()" because "dto" is null`;
  return async (context) => {
    const body = await readBody(context, ifNull);
    const said = {
      errorMessage: body.text("errorMessage"),
      errorDetails: body.text("errorDetails"),
      retries: Number(body.integer("retries", 32) ?? 0n),
      retryTimeout: Number(body.integer("retryTimeout", 64) ?? 0n),
    };
    const sent = await readReport(context, body, ["variables", "localVariables"]);
    await tasks.step((store) => fail(store, idOf(context), { ...said, ...sent }));
    return NO_CONTENT;
  };
}

/** Reads the worker and the variables: first all JSON types, then the values. */
async function readReport(
  { service }: Context,
  body: Members,
  names: readonly ("variables" | "localVariables")[],
): Promise<Report> {
  const workerId = body.text("workerId");
  const inJson = names.map((name) => [name, variablesInJson(body, name)] as const);
  const changes = { variables: NO_CHANGES, localVariables: NO_CHANGES };
  const faults: (EngineError | undefined)[] = [];
  for (const [name, each] of inJson) {
    const read = await readVariables(each, service.variables);
    changes[name] = read.changes;
    faults.push(read.fault);
  }
  return { workerId, ...changes, fault: faults.find((fault) => fault !== undefined) };
}

function idOf({ parameters: [id = ""] }: Context): string {
  return id;
}
