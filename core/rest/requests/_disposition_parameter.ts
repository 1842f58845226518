import { shorten } from "../../errors/_shorten.ts";
import type { Disposition } from "../answers/_download_headers.ts";
import type { RestRequest } from "../rest_request.ts";
import { invalid } from "./_invalid.ts";
import { Query } from "./_query.ts";

/**
 * Reads `disposition`.
 *
 * @returns `undefined` if it is missing or empty.
 * @throws {InvalidQueryError} If it has another value.
 */
export function dispositionParameter(
  request: Pick<RestRequest, "target">,
): Disposition | undefined {
  // Most downloads have no query.
  if (!request.target.includes("?")) return undefined;
  const text = new Query(request).text("disposition") ?? "";
  if (text === "") return undefined;
  if (text === "attachment" || text === "inline") return text;
  throw invalid(
    `Cannot set query parameter 'disposition' to value '${shorten(text)}': give 'inline' or 'attachment'`,
  );
}
