/**
 * The headers of a part, read-only. Names are found in any case. The values of a repeated header are joined with a comma and a
 * space; Content-Disposition and Content-Type are never repeated. A folded header is one line, with a space at each fold. The
 * headers are parsed when they are first asked for.
 *
 * @example
 * ```ts
 * import { parseMultipart } from "varpost";
 * import assert from "node:assert/strict";
 *
 * async function* source() {
 *   yield new TextEncoder().encode(
 *     '--b\r\nContent-Disposition: form-data; name="a"\r\nX-Id: 7\r\n\r\n\r\n--b--',
 *   );
 * }
 * for await (const { headers } of parseMultipart(source(), { boundary: "b" })) {
 *   assert.equal(headers.get("x-id"), "7");
 *   assert.deepEqual(Array.from(headers, ([name]) => name), ["content-disposition", "x-id"]);
 * }
 * ```
 */
export interface PartHeaders extends Iterable<[name: string, value: string]> {
  /** The value of the header with this name, without blanks around it; `undefined` if there is no such header. */
  get(name: string): string | undefined;
  /** Whether there is a header with this name. */
  has(name: string): boolean;
  /** Iterates names in lower case and values, in the order in which the names were first sent. */
  [Symbol.iterator](): IterableIterator<[name: string, value: string]>;
}
