import type { DifferenceId } from "../../../differences.ts";
import { lock } from "../../steps.ts";
import type { GivenInstance, Silent, TaskCase, TaskStep } from "../../task_case.ts";

/** A request about two tasks of topic `ship`. The worker `w` has locked `{task1}`, `{task2}` is free. */
export interface Request {
  /** Method and path. */
  readonly request: string;
  /** The body: JSON, or a text that is sent as it is. */
  readonly body?: unknown;
  /** Header fields. Default: the content type of JSON if there is a body. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the answer does not count. */
  readonly isSilent?: boolean;
  /** The documented difference that it shows, if no rule tells. */
  readonly differs?: DifferenceId;
}

/** Requests that differ in their bodies. */
export function bodies(
  request: string,
  given: readonly unknown[],
  differs?: DifferenceId,
): readonly Request[] {
  return given.map((body) => ({ request, body, ...(differs !== undefined && { differs }) }));
}

const VARIABLES = {
  n: { type: "Integer", value: 4 },
  s: { type: "String", value: "abc" },
  z: { type: "String", value: null },
  u: { type: "Null", value: null },
  d: { type: "Double", value: 2.5 },
  l: { type: "Long", value: 4 },
  b: { type: "Boolean", value: true },
} as const;

const GIVEN: readonly GivenInstance[] = ["bk1", "bk2"].map((businessKey) => ({
  businessKey,
  variables: VARIABLES,
  tasks: [{}],
}));

/** A case of such requests. */
export function caseOf(name: string, requests: readonly Request[]): TaskCase {
  return { name, given: GIVEN, steps: [{ silent: lock() }, ...requests.map(toStep)] };
}

function toStep({ request, body, headers, isSilent = false, differs }: Request): TaskStep | Silent {
  const [method = "", path = ""] = request.split(" ");
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const step = {
    method,
    path,
    headers: headers ?? json,
    ...(text !== undefined && { body: text }),
    ...(differs !== undefined && { differs }),
  };
  return isSilent ? { silent: step } : step;
}
