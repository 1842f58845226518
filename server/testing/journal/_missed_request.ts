import { shorten } from "../../../core/errors/_shorten.ts";
import { onlyDifference } from "./_differences.ts";
import { holds, type Selection } from "./_selection.ts";
import type { RecordedRequest } from "./recorded_request.ts";

/** How many of the last requests a message lists. */
const MAX_ROWS = 20;

/**
 * Says that a request did not come, and lists what came instead.
 *
 * @param selection What was waited for.
 * @param timeout For how long. Milliseconds.
 * @param requests What the journal has.
 */
export function missedRequest(
  selection: Selection,
  timeout: number,
  requests: readonly RecordedRequest[],
): string {
  const problem = `Cannot find a request ${selection.text}: none was answered within ${timeout} ms`;
  if (requests.length === 0) return `${problem}; no request came at all`;
  const last = requests.slice(-MAX_ROWS);
  const count = requests.length === 1 ? "1 request" : `${requests.length} requests`;
  const which = last.length < requests.length ? `, of which these are the last ${MAX_ROWS}` : "";
  return `${problem}; the journal has ${count}${which}:\n${table(selection, last)}`;
}

function table({ filter }: Selection, requests: readonly RecordedRequest[]): string {
  const rows = requests.map(({ method, path, operation, status, state }) => [
    method,
    shorten(path),
    operation ?? "(unknown)",
    state === "answered" ? String(status) : state,
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return requests
    .map((request, index) => {
      const cells = rows[index]?.map((cell, column) => cell.padEnd(widths[column] ?? 0)) ?? [];
      return `  ${cells.join("  ")}${remark(filter, request)}`.trimEnd();
    })
    .join("\n");
}

/** Says of a request in what it is near. */
function remark(filter: Selection["filter"], request: RecordedRequest): string {
  if (filter === undefined) return "";
  if (request.state === "pending" && holds({ ...filter, status: undefined }, request)) {
    return "  <- not answered yet";
  }
  const difference = onlyDifference(filter, request);
  return difference === undefined ? "" : `  <- ${difference}`;
}
