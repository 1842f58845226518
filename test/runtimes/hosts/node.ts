import { runsIn } from "../../support/test_process.ts";
import { transpilingOnce } from "../../support/transpiling/source_flags.ts";
import type { RuntimeKind } from "../runtime.ts";

export const node: RuntimeKind = {
  name: "node",
  leftOut: {},
  driven: ["test/runtimes/served/node.ts"],
  async start(_, scratch) {
    const run = runsIn([process.execPath, ...(await transpilingOnce(scratch))]);
    return { title: `node ${process.versions.node}`, run, close: async () => {} };
  },
};
