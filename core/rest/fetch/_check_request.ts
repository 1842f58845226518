import { describeValue } from "../../errors/_describe_value.ts";

/**
 * Checks that the handler gets a `Request`, and not the object in which a framework wraps it.
 *
 * @throws {TypeError} If it is not a `Request`.
 */
export function checkRequest(request: Request): void {
  const given: unknown = request;
  // The class is not checked, since some servers have a `Request` class of their own.
  const isRequest =
    typeof given === "object" &&
    given !== null &&
    "url" in given &&
    "headers" in given &&
    "signal" in given;
  if (isRequest) return;
  throw new TypeError(
    `Cannot answer the request: it is ${describeValue(given)}; pass a Request, as in '(c) => handler(c.req.raw)' in hono`,
  );
}
