import { join } from "node:path";
import { runsIn } from "../../support/test_process.ts";
import type { RuntimeKind } from "../runtime.ts";
import { NEEDS_SERVER } from "./left_out.ts";
import { versionOf } from "./version_of.ts";

export const BUN = join(import.meta.dirname, "../node_modules/bun/bin/bun.exe");

export const BUN_SETTINGS: Readonly<Record<string, string>> = {
  DO_NOT_TRACK: "1",
  BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
};

/** Bun runs the sources as they are. */
export const bun: RuntimeKind = {
  name: "bun",
  leftOut: {
    ...NEEDS_SERVER,
    "_next_turn_by_messages.test.ts":
      "Bun takes many messages in a turn; it has setImmediate, so the core does not wait by messages there",
    "_release_unread.test.ts": "Bun's node:v8 has no flag for the garbage collector",
  },
  driven: ["test/runtimes/served/bun.ts", "test/runtimes/stored/bun.ts"],
  async start() {
    return {
      title: `bun ${versionOf(BUN)}`,
      run: runsIn([BUN, "--no-install"], BUN_SETTINGS),
      close: async () => {},
    };
  },
};
