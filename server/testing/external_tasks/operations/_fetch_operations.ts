import type { Operation } from "../../../../core/rest/_context.ts";
import { jsonAnswer } from "../../../../core/rest/answers/_json_answer.ts";
import type { ExternalTasks } from "../_external_tasks.ts";
import { readFetchRequest } from "../fetching/_read_fetch_request.ts";
import { readBody } from "../requests/_read_body.ts";
import { DTO } from "./_answers.ts";

const NULL_BODY = `Cannot invoke "${DTO}.externaltask.FetchExternalTasksExtendedDto.getAsyncResponseTimeout()" because "dto" is null`;

/** `POST /external-task/fetchAndLock`: gives tasks to a worker. */
export function fetchAndLock(tasks: ExternalTasks): Operation {
  return async (context) => {
    const request = readFetchRequest(await readBody(context, NULL_BODY, true));
    return jsonAnswer(context, await tasks.fetch(request));
  };
}
