import { shorten } from "../../errors/_shorten.ts";
import type { Operation } from "../_context.ts";
import { checkOrigin } from "../cross_site/_check_origin.ts";
import type { CrossSiteRules } from "../cross_site/cross_site_rules.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";
import type { CompiledRoute } from "./_route_table.ts";

/**
 * Checks a request whose route is known, without reading its body.
 *
 * @returns The operation of its method.
 * @throws {RestError} 403, 405, 415, 417 or 501.
 */
export function checkRequest(
  request: RestRequest,
  { operations, guarded, allow }: CompiledRoute,
  rules: CrossSiteRules,
): Operation {
  const { method } = request;
  const operation = operations.get(method);
  if (operation === undefined) {
    throw new RestError(
      405,
      "NotAllowedException",
      `Cannot ${method} this resource: it allows ${allow}`,
      { Allow: allow },
    );
  }
  if (guarded.has(method)) checkOrigin(request, rules);
  checkExpectation(request.header("expect"));
  checkContentEncoding(request.header("content-encoding"));
  checkTransferEncoding(request.header("transfer-encoding"));
  return operation.run;
}

function checkExpectation(expect: string | undefined): void {
  if (expect === undefined || expect.toLowerCase() === "100-continue") return;
  throw new RestError(
    417,
    "ClientErrorException",
    `Cannot meet the expectation '${shorten(expect)}'`,
  );
}

function checkContentEncoding(encoding: string | undefined): void {
  if (encoding === undefined || encoding.toLowerCase() === "identity") return;
  throw new RestError(
    415,
    "NotSupportedException",
    `Cannot read a body of Content-Encoding '${shorten(encoding)}': send it as it is`,
  );
}

/**
 * Refuses all transfer codings except `chunked`, since only this one is decoded (RFC 9112, section 6.1). If `chunked` is not the last
 * coding, nobody knows where the body ends, so the connection closes.
 */
function checkTransferEncoding(transfer: string | undefined): void {
  if (transfer === undefined || transfer.toLowerCase() === "chunked") return;
  const hasEnd = /(?:^|,)[ \t]*chunked[ \t]*$/i.test(transfer);
  throw new RestError(
    501,
    "ServerErrorException",
    `Cannot read a body of Transfer-Encoding '${shorten(transfer)}': send it in chunks, or as it is`,
    hasEnd ? {} : { Connection: "close" },
  );
}
