import type { Context } from "../../core/rest/_context.ts";
import { wholeAnswer } from "../../core/rest/answers/_whole_answer.ts";
import { readCondition } from "../../core/rest/conditions/_read_condition.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import type { Route } from "../../core/rest/routes/_route_table.ts";
import type { Page } from "./_page.ts";
import { wantsHtml } from "./_wants_html.ts";

let page: Page | undefined;

/** `GET` and `HEAD /`: a page to look at the variables, for who wants HTML. For everyone else there is nothing at `/`. */
export const PAGE_ROUTE: Route = {
  path: "/",
  operations: { GET: { id: "getPage", run: getPage } },
  isOfServer: true,
  isFor: (request) =>
    (request.method === "GET" || request.method === "HEAD") && wantsHtml(request.header("accept")),
};

async function getPage({ request }: Context): Promise<RestResponse> {
  // The page and its hashes are loaded for the first one who wants it: most servers never show it.
  page ??= (await import("./_page.ts")).makePage();
  const { html, policy, etag } = page;
  const headers = {
    ETag: etag,
    "Cache-Control": "no-cache",
    Vary: "Accept",
    "Content-Security-Policy": policy,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
  const known = readCondition(request)?.ifNoneMatch ?? [];
  if (known === "*" || known.includes(etag.slice(1, -1))) {
    return { status: 304, headers, body: undefined };
  }
  return wholeAnswer(
    request,
    200,
    { "Content-Type": "text/html; charset=utf-8", ...headers },
    html,
  );
}
