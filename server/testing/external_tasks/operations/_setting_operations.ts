import type { Context, Operation } from "../../../../core/rest/_context.ts";
import { jsonAnswer } from "../../../../core/rest/answers/_json_answer.ts";
import { EngineError } from "../../_engine_error.ts";
import type { ExternalTasks } from "../_external_tasks.ts";
import { BodyQuerySource } from "../queries/_body_source.ts";
import { findTasks } from "../queries/_find_tasks.ts";
import { readTaskQuery } from "../queries/_read_task_query.ts";
import type { TaskQuery } from "../queries/_task_query.ts";
import { setRetries, setRetriesInBatch, setRetriesOfAll } from "../reports/_retries.ts";
import type { Members } from "../requests/_members.ts";
import { readBody } from "../requests/_read_body.ts";
import { nullPointer, nullValue } from "../tasks/_task_errors.ts";
import type { TaskStore } from "../tasks/_task_store.ts";
import { DTO, NO_CONTENT } from "./_answers.ts";
import { printBatch } from "./_print_batch.ts";

const NULL_RETRIES = `Cannot invoke "${DTO}.externaltask.SetRetriesForExternalTasksDto.getExternalTaskIds()" because "retriesDto" is null`;

/** Queries of which the test engine knows too little. */
const UNKNOWN_QUERIES = ["processInstanceQuery", "historicProcessInstanceQuery"] as const;

/** `PUT /external-task/{id}/priority`. */
export function setTaskPriority(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.runtime.PriorityDto.getPriority()" because "dto" is null`;
  return async (context) => {
    const [id = ""] = context.parameters;
    const priority = (await readBody(context, ifNull)).integer("priority", 64);
    if (priority === null) {
      throw nullPointer(
        `Cannot invoke "java.lang.Long.longValue()" because the return value of "${DTO}.runtime.PriorityDto.getPriority()" is null`,
      );
    }
    await tasks.step((store) => {
      store.find(id).priority = priority;
    });
    return NO_CONTENT;
  };
}

/** `PUT /external-task/{id}/retries`. */
export function setTaskRetries(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.runtime.RetriesDto.getRetries()" because "dto" is null`;
  return async (context) => {
    const [id = ""] = context.parameters;
    const retries = retriesOf(await readBody(context, ifNull));
    await tasks.step((store) => setRetries(store, id, retries));
    return NO_CONTENT;
  };
}

/** `PUT /external-task/retries`: sets the retries of several tasks, of all or of none. */
export function setManyRetries(tasks: ExternalTasks): Operation {
  return async (context) => {
    const wanted = readWanted(await readBody(context, NULL_RETRIES));
    await tasks.step(async (store) => {
      setRetriesOfAll(store, await idsOf(store, wanted, context), wanted.retries);
    });
    return NO_CONTENT;
  };
}

/** `POST /external-task/retries-async`: the same as a batch, which is done at once here. */
export function setManyRetriesAsync(tasks: ExternalTasks): Operation {
  return async (context) => {
    const wanted = readWanted(await readBody(context, NULL_RETRIES, true));
    return await tasks.step(async (store) => {
      const ids = await idsOf(store, wanted, context);
      const size = setRetriesInBatch(store, ids, wanted.retries);
      return jsonAnswer(context, printBatch(size, store.clock.now()));
    });
  };
}

/** Whose retries are set. */
interface Wanted {
  readonly retries: number;
  readonly ids: readonly (string | null)[];
  readonly instanceIds: readonly (string | null)[];
  readonly query: TaskQuery | undefined;
}

function readWanted(body: Members): Wanted {
  const ids = body.texts("externalTaskIds") ?? [];
  const instanceIds = body.texts("processInstanceIds") ?? [];
  const filters = body.object("externalTaskQuery");
  const unknown = UNKNOWN_QUERIES.find((name) => body.object(name) !== null);
  if (unknown !== undefined) {
    throw new EngineError(
      400,
      "InvalidRequestException",
      `Cannot set retries by '${unknown}': the test engine has no such query; give 'externalTaskIds', 'processInstanceIds' or 'externalTaskQuery'`,
    );
  }
  const retries = retriesOf(body);
  const query = filters === null ? undefined : readTaskQuery(new BodyQuerySource(filters));
  return { retries, ids, instanceIds, query };
}

async function idsOf(
  store: TaskStore,
  { ids, instanceIds, query }: Wanted,
  { service }: Context,
): Promise<readonly (string | null)[]> {
  if (instanceIds.includes(null)) throw nullValue("processInstanceIdIn contains null value");
  const found = query === undefined ? [] : await findTasks(store, query, service.variables);
  const ofInstances = store.all().filter(({ instance }) => instanceIds.includes(instance.id));
  return [...ids, ...[...found, ...ofInstances].map(({ id }) => id)];
}

function retriesOf(body: Members): number {
  const retries = body.integer("retries", 32);
  if (retries !== null) return Number(retries);
  const message = "The number of retries cannot be null.";
  throw new EngineError(400, "InvalidRequestException", message);
}
