const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
/** The largest number of characters that are shown of a name. */
const MAX_NAME = 40;
/** The largest number of steps that are shown, half of them from each end. */
const MAX_STEPS = 8;

/**
 * Prints the path to a place in a JSON value as JSONPath (RFC 9535). Long names and long paths are cut, with an ellipsis.
 *
 * @param steps Names of members and indexes of elements, from the root.
 * @returns The path, such as `$.orders[3]["unit price"]`.
 */
export function formatJsonPath(steps: readonly (string | number)[]): string {
  if (steps.length <= MAX_STEPS) return `$${steps.map(formatStep).join("")}`;
  const start = steps.slice(0, MAX_STEPS / 2).map(formatStep);
  const end = steps.slice(-MAX_STEPS / 2).map(formatStep);
  return `$${start.join("")}…${end.join("")}`;
}

function formatStep(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  if (step.length > MAX_NAME) return `[${JSON.stringify(`${step.slice(0, MAX_NAME)}…`)}]`;
  return IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
