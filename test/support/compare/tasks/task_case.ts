/** A request about external tasks, sent to an engine and to the double in the same state. */
export interface TaskCase {
  /**
   * Method and path below that of the REST API. `{task1}`, `{instance1}`, `{execution1}` stand for the ids of a task that the worker `w` has
   * locked, `{task2}` and so on for a free one, `{topic}` for the topic of both.
   */
  readonly request: string;
  /** The body: JSON, or a text that is sent as it is. */
  readonly body?: unknown;
  /** Header fields. Default: the content type of JSON if there is a body. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The documented difference that it shows: the first cell of its row. */
  readonly differs?: string;
}

/** Differences in the section of external tasks of `docs/differences.md`. */
export const BROKEN_JSON = "JSON that cannot be read, or has the wrong types";
export const VALUES = "values of variables that [JSON](#json) above refuses";
export const OPERATON = "a condition on variables without `operator`, on Operaton";

/** Cases with one request and several bodies. */
export function bodies(
  request: string,
  given: readonly unknown[],
  differs?: string,
): readonly TaskCase[] {
  return given.map((body) => ({ request, body, ...(differs !== undefined && { differs }) }));
}
