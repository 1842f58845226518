/** How requests spread over the variables: over 200 instances with 50 variables each, or over one instance. */
export type RequestShape = "spread" | "one";

/** A variable that is posted or got. */
export interface Target {
  /** Number of its instance. */
  readonly instance: number;
  readonly name: string;
}

const INSTANCES = 200;
const NAMES = 50;
/** In one instance each connection has so many variables. */
const NAMES_EACH = 8;
/** It has an instance that the other shape does not use. */
const ONE_INSTANCE = INSTANCES;

/** Number of instances of both shapes. */
export const INSTANCE_COUNT: number = INSTANCES + 1;

/** Number of instances of each shape. With one connection the first so many requests go to all of them. */
export const INSTANCES_OF: Readonly<Record<RequestShape, number>> = { spread: INSTANCES, one: 1 };

/**
 * Returns the variables of one connection, in the order in which it uses them, again and again. No connection waits for the
 * variables of another. In the spread shape each request goes to another instance than the one before.
 */
export function targetsOf(
  shape: RequestShape,
  connection: number,
  connections: number,
): readonly Target[] {
  if (shape === "one") {
    return Array.from({ length: NAMES_EACH }, (_, at) => {
      return { instance: ONE_INSTANCE, name: `v${connection * NAMES_EACH + at}` };
    });
  }
  const length = Math.ceil((INSTANCES * NAMES - connection) / connections);
  return Array.from({ length }, (_, at) => {
    const number = connection + at * connections;
    return { instance: number % INSTANCES, name: `v${Math.floor(number / INSTANCES)}` };
  });
}
