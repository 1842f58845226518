/** Why scenarios cannot be replayed. */
const REASONS: Readonly<Record<string, string>> = {
  "poll/next-task": "needs a process that goes on with a further task",
  "complete/output-mapping": "needs a process with an output mapping",
  "complete/rollback": "needs a process whose next step fails",
  "error/handled": "needs a process that catches the error",
};

/** Why a scenario cannot be replayed; `undefined` if it can. */
export function whyLeftOut({ id }: { readonly id: string }): string | undefined {
  return REASONS[id];
}
