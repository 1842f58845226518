import { Query } from "../../../../core/rest/requests/_query.ts";
import type { RestRequest } from "../../../../core/rest/rest_request.ts";
import { EngineError } from "../../_engine_error.ts";
import type { Task } from "../tasks/_task.ts";

const WHOLE = /^[+-]?\d{1,20}$/;

/**
 * Reads the page that is wanted of a list. A negative page is empty.
 *
 * @returns Cuts the page out of the whole list.
 * @throws {EngineError} 404 if `firstResult` or `maxResults` is not a number of 32 bits.
 */
export function pageOf(request: Pick<RestRequest, "target">): (tasks: Task[]) => Task[] {
  const query = new Query(request);
  const first = read(query, "firstResult") ?? 0;
  const count = read(query, "maxResults") ?? Infinity;
  return (tasks) => (first < 0 || count < 0 ? [] : tasks.slice(first, first + count));
}

function read(query: Query, name: string): number | undefined {
  const text = query.text(name) ?? "";
  if (text === "") return undefined;
  const number = Number(text);
  if (WHOLE.test(text) && (number | 0) === number) return number;
  throw new EngineError(404, "QueryParamException", "HTTP 404 Not Found");
}
