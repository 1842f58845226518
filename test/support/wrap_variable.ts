import type { OpenVariable } from "../../core/storage/storage.ts";

type Members = Pick<OpenVariable, "record" | "read" | "close">;

/** Wraps an open variable, with some of its members replaced. */
export function wrapVariable(variable: Members, instead: Partial<Members> = {}): OpenVariable {
  const wrapped: Members = {
    record: variable.record,
    read: (start, end) => variable.read(start, end),
    close: () => variable.close(),
    ...instead,
  };
  return { ...wrapped, [Symbol.asyncDispose]: wrapped.close };
}
