import { describeValue } from "../../errors/_describe_value.ts";

/** Path segments, with or without a slash at the end. No query, no fragment, and no characters that `URL` drops silently. */
const PATH = /^(?:\/[^/?#\\\t\n\r]+)*\/?$/;

/**
 * Reads the path below which the resource is mounted.
 *
 * @param basePath The path, such as `/api/camunda`, with or without a slash at the end. `/` and `""` mean the root.
 * @returns The path as the URL of a `Request` has it, without a slash at the end.
 * @throws {TypeError} If it is not a path that begins with a slash.
 */
export function readBasePath(basePath: string): string {
  if (typeof basePath !== "string" || !PATH.test(basePath)) {
    const given = typeof basePath === "string" ? `'${basePath}'` : describeValue(basePath);
    throw new TypeError(
      `Cannot set 'basePath' to ${given}: give a path that begins with a slash, as in '/api/camunda'`,
    );
  }
  // `URL` drops a blank at the end of its text. With the slash behind it, the blank is kept.
  return new URL(`http://localhost${basePath}/`).pathname.replace(/\/+$/, "");
}

/**
 * Removes the base path from a path.
 *
 * @param pathname The path in the URL of a `Request`.
 * @param basePath The result of {@linkcode readBasePath}.
 * @returns The rest, with a slash at its beginning; `undefined` if the path is not below the base path.
 */
export function pathBelow(pathname: string, basePath: string): string | undefined {
  if (pathname === basePath) return "/";
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : undefined;
}
