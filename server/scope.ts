/** What an id in a path is of, where that is no process instance. */
export interface Scope {
  readonly kind: "execution" | "task";
  readonly id: string;
}

/** Gives the id of the process instance that a scope's variables are those of; `undefined` if there is no such scope. */
export type ResolveScope = (scope: Scope) => string | undefined | Promise<string | undefined>;
