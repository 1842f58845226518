import { inspect } from "node:util";
import { holds } from "./_selection.ts";
import type { RecordedRequest } from "./recorded_request.ts";
import type { RecordedRequestFilter } from "./recorded_request_filter.ts";

/** A member of a filter. */
interface Member {
  /** The filter with this member alone. */
  readonly alone: (filter: RecordedRequestFilter) => RecordedRequestFilter;
  /** What the request has. */
  readonly of: (request: RecordedRequest) => unknown;
}

const MEMBERS: Readonly<Record<keyof RecordedRequestFilter, Member>> = {
  method: { alone: ({ method }) => ({ method }), of: ({ method }) => method },
  path: { alone: ({ path }) => ({ path }), of: ({ path }) => path },
  operation: { alone: ({ operation }) => ({ operation }), of: ({ operation }) => operation },
  id: { alone: ({ id }) => ({ id }), of: ({ parameters }) => parameters["id"] },
  variable: {
    alone: ({ variable }) => ({ variable }),
    of: ({ parameters }) => parameters["varName"],
  },
  status: { alone: ({ status }) => ({ status }), of: ({ status }) => status },
};

/**
 * Tells in what a request is near a filter.
 *
 * @returns The one member that differs, in words; `undefined` if several differ, none does, or the filter has only one member.
 */
export function onlyDifference(
  filter: RecordedRequestFilter,
  request: RecordedRequest,
): string | undefined {
  let given = 0;
  const differing: string[] = [];
  for (const [name, { alone, of }] of Object.entries(MEMBERS)) {
    const member = alone(filter);
    const [wanted] = Object.values(member);
    if (wanted === undefined) continue;
    given++;
    if (holds(member, request)) continue;
    differing.push(`${name} is ${inspect(of(request))}, not ${inspect(wanted)}`);
  }
  return given > 1 && differing.length === 1 ? differing[0] : undefined;
}
