import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";

const at = process.execArgv.indexOf("--import");
/** What lets this process read TypeScript: `tsx`, or `register.mjs` in a run of the tests. */
const loader = (at === -1 ? undefined : process.execArgv[at + 1]) ?? "tsx";

/**
 * The flags with which this process reads TypeScript, in any working directory. Each child gets them: coverage cannot be merged if
 * two loaders have read one source.
 */
export const SOURCE_FLAGS: readonly string[] = [
  "--import",
  loader === "tsx" ? import.meta.resolve("tsx") : loader,
];

/**
 * Makes flags with which Node transpiles each source once for all processes that get them.
 *
 * @param scratch A folder. In it, a new one holds the transpiled sources.
 */
export async function transpilingOnce(scratch: string): Promise<readonly string[]> {
  const register = new URL("register.mjs", import.meta.url);
  register.searchParams.set("cache", await mkdtemp(join(scratch, "transpiled-")));
  return ["--import", register.href];
}
