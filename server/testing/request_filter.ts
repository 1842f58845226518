/** Selects requests. All members that are given must hold; `{}` selects every request. */
export interface RequestFilter {
  /** The method, such as `POST`, in any case. */
  readonly method?: string | undefined;
  /**
   * The path without the engine's base path and the query, such as `/external-task/fetchAndLock`: a whole path as it was sent, or a
   * pattern that is found in it.
   */
  readonly path?: string | RegExp | undefined;
  /** Id of the operation in the engine's OpenAPI document, such as `fetchAndLock` or `setProcessInstanceVariableBinary`. */
  readonly operation?: string | undefined;
  /** The id in the path: of a process instance, an execution or an external task. */
  readonly id?: string | undefined;
  /** The name of the variable in the path. */
  readonly variable?: string | undefined;
}
