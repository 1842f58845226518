import { describeValue } from "../../errors/_describe_value.ts";

/** Segments, with or without a slash at the end; no query, no fragment, and nothing that a URL leaves out in silence. */
const PATH = /^(?:\/[^/?#\\\t\n\r]+)*\/?$/;

/**
 * Reads the path below which the resource is mounted.
 *
 * @param basePath As in `/api/camunda`, with or without a slash at the end; `/` and `""` for the root.
 * @returns The path as a `Request` writes it, without a slash at the end.
 * @throws {TypeError} If it is not such a path.
 */
export function readBasePath(basePath: string): string {
  if (typeof basePath !== "string" || !PATH.test(basePath)) {
    const given = typeof basePath === "string" ? `'${basePath}'` : describeValue(basePath);
    throw new TypeError(
      `Cannot set 'basePath' to ${given}: give a path that begins with a slash, as in '/api/camunda'`,
    );
  }
  // The slash keeps a blank at the end, which a URL would leave out.
  return new URL(`http://localhost${basePath}/`).pathname.replace(/\/+$/, "");
}

/**
 * Takes the base path off a path.
 *
 * @param pathname As a `Request` writes it.
 * @param basePath Of {@linkcode readBasePath}.
 * @returns What is left, with a slash at its beginning; `undefined` if the path is not below the base path.
 */
export function pathBelow(pathname: string, basePath: string): string | undefined {
  if (pathname === basePath) return "/";
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : undefined;
}
