import { parseMediaType } from "../../../../core/multipart/parse_media_type.ts";
import type { RestRequest } from "../../../../core/rest/rest_request.ts";
import { EngineError } from "../../_engine_error.ts";

/**
 * Checks that the client takes the type of the answer. As in the engine `q=0` takes it, too.
 *
 * @throws {EngineError} 406 if it does not.
 */
export function checkAccept(
  request: Pick<RestRequest, "header">,
  type: "application/json" | "text/plain",
): void {
  const accept = request.header("accept")?.trim() ?? "";
  const [kind = ""] = type.split("/");
  const ranges = ["*/*", `${kind}/*`, type];
  if (accept === "" || accept.split(",").some((range) => takes(range, ranges))) return;
  throw new EngineError(406, "NotAcceptableException", "HTTP 406 Not Acceptable");
}

function takes(range: string, wanted: readonly string[]): boolean {
  const parsed = parseMediaType(range.trim());
  return parsed !== undefined && wanted.includes(parsed.type);
}
