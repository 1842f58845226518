import type { Context, Operation } from "../../../../core/rest/_context.ts";
import { jsonAnswer } from "../../../../core/rest/answers/_json_answer.ts";
import { wholeAnswer } from "../../../../core/rest/answers/_whole_answer.ts";
import { Query } from "../../../../core/rest/requests/_query.ts";
import type { ExternalTasks } from "../_external_tasks.ts";
import { BodyQuerySource } from "../queries/_body_source.ts";
import { findTasks } from "../queries/_find_tasks.ts";
import { pageOf } from "../queries/_page_of.ts";
import { readTaskQuery } from "../queries/_read_task_query.ts";
import type { TaskQuery } from "../queries/_task_query.ts";
import { UrlSource } from "../queries/_url_source.ts";
import { checkAccept } from "../requests/_check_accept.ts";
import { readBody } from "../requests/_read_body.ts";
import { printTask } from "../tasks/_print_task.ts";
import type { Task } from "../tasks/_task.ts";
import { nullValue, unknownTask } from "../tasks/_task_errors.ts";
import { DTO, NO_CONTENT } from "./_answers.ts";

const NULL_QUERY = `Cannot invoke "${DTO}.externaltask.ExternalTaskQueryDto.setObjectMapper(com.fasterxml.jackson.databind.ObjectMapper)" because "queryDto" is null`;

type Read = (context: Context) => TaskQuery | Promise<TaskQuery>;

/** `GET /external-task`: lists tasks. */
export function listTasks(tasks: ExternalTasks): Operation {
  return list(tasks, byUrl);
}

/** `POST /external-task`: the same by filters in a body. */
export function queryTasks(tasks: ExternalTasks): Operation {
  return list(tasks, byBody);
}

/** `GET /external-task/count`: how many tasks there are. */
export function countTasks(tasks: ExternalTasks): Operation {
  return count(tasks, byUrl);
}

/** `POST /external-task/count`: the same by filters in a body. */
export function queryTasksCount(tasks: ExternalTasks): Operation {
  return count(tasks, byBody);
}

/** `GET /external-task/{id}`: a task. */
export function getTask(tasks: ExternalTasks): Operation {
  return async (context) => {
    checkAccept(context.request, "application/json");
    const [id = ""] = context.parameters;
    const task = await tasks.step((store) => store.get(id));
    if (task === undefined) throw unknownTask(id, null);
    return jsonAnswer(context, printTask(task));
  };
}

/** `GET /external-task/{id}/errorDetails`: what a worker said of a failure. */
export function getErrorDetails(tasks: ExternalTasks): Operation {
  return async ({ request, parameters: [id = ""] }) => {
    checkAccept(request, "text/plain");
    const task = await tasks.step((store) => store.get(id));
    if (task === undefined) {
      throw nullValue(`No external task found with id ${id}: externalTask is null`);
    }
    if (task.errorDetails === null) return NO_CONTENT;
    const headers = { "Content-Type": "text/plain", "Cache-Control": "no-cache" };
    return wholeAnswer(request, 200, headers, new TextEncoder().encode(task.errorDetails));
  };
}

/** `GET /external-task/topic-names`: the topics that have tasks. */
export function getTopicNames(tasks: ExternalTasks): Operation {
  return async (context) => {
    checkAccept(context.request, "application/json");
    const query = new Query(context.request);
    const [isLocked, isUnlocked, hasRetries] = [
      "withLockedTasks",
      "withUnlockedTasks",
      "withRetriesLeft",
    ].map((name) => query.isTrue(name, false));
    const names = await tasks.step((store) => {
      const now = store.clock.now();
      return store
        .all()
        .filter((task) => !isLocked || task.isLocked(now))
        .filter((task) => !isUnlocked || !task.isLocked(now))
        .filter((task) => !hasRetries || task.hasRetries)
        .map(({ topicName }) => topicName);
    });
    return jsonAnswer(context, JSON.stringify([...new Set(names)].sort()));
  };
}

function list(tasks: ExternalTasks, read: Read): Operation {
  return async (context) => {
    const page = pageOf(context.request);
    const found = await find(tasks, context, await read(context));
    return jsonAnswer(context, `[${page(found).map(printTask)}]`);
  };
}

function count(tasks: ExternalTasks, read: Read): Operation {
  return async (context) => {
    const found = await find(tasks, context, await read(context));
    return jsonAnswer(context, JSON.stringify({ count: found.length }));
  };
}

function find(tasks: ExternalTasks, { service }: Context, query: TaskQuery): Promise<Task[]> {
  return tasks.step((store) => findTasks(store, query, service.variables));
}

function byUrl({ request }: Context): TaskQuery {
  checkAccept(request, "application/json");
  return readTaskQuery(new UrlSource(request));
}

async function byBody(context: Context): Promise<TaskQuery> {
  return readTaskQuery(new BodyQuerySource(await readBody(context, NULL_QUERY, true)));
}
