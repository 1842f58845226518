import { join } from "node:path";
import { runsIn } from "../../support/test_process.ts";
import type { RuntimeKind } from "../runtime.ts";
import { NEEDS_SERVER } from "./left_out.ts";
import { versionOf } from "./version_of.ts";

/** The program itself: what npm links in `.bin` is a script that starts it and hands on less. */
export const DENO = join(import.meta.dirname, "../node_modules/deno/deno");

/** The packages come from the `node_modules` of varpost; nothing is fetched. */
export const DENO_RUN: readonly string[] = [
  "run",
  "--allow-all",
  "--quiet",
  "--no-prompt",
  "--no-lock",
  "--node-modules-dir=manual",
  "--cached-only",
];

/** @param scratch Where Deno keeps what it compiles. */
export function denoSettings(scratch: string): Readonly<Record<string, string>> {
  return { DENO_DIR: join(scratch, "deno"), DENO_NO_UPDATE_CHECK: "1" };
}

/** Deno runs the sources as they are. */
export const deno: RuntimeKind = {
  name: "deno",
  leftOut: {
    ...NEEDS_SERVER,
    "adapters/filesystem/few_files.test.ts": "Deno panics where it may open no more files",
  },
  driven: ["test/runtimes/served/deno.ts", "test/runtimes/stored/deno.ts"],
  async start(_files, scratch) {
    return {
      title: `deno ${versionOf(DENO)}`,
      run: runsIn([DENO, ...DENO_RUN], denoSettings(scratch)),
      close: async () => {},
    };
  },
};
