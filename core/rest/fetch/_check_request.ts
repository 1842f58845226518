import { describeValue } from "../../errors/_describe_value.ts";

/**
 * Checks that a framework's own object is not taken for the `Request` that it holds.
 *
 * @throws {TypeError} If it is not a `Request`.
 */
export function checkRequest(request: Request): void {
  const given: unknown = request;
  // Not by its class: some servers have one of their own.
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
