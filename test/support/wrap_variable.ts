import type { OpenVariable } from "../../core/storage/storage.ts";

type Members = Pick<OpenVariable, "record" | "read" | "close">;

/** An open variable that does what is given instead of what it does itself. */
export function wrapVariable(variable: Members, instead: Partial<Members> = {}): OpenVariable {
  const wrapped: Members = {
    record: variable.record,
    read: (start, end) => variable.read(start, end),
    close: () => variable.close(),
    ...instead,
  };
  return { ...wrapped, [Symbol.asyncDispose]: wrapped.close };
}
