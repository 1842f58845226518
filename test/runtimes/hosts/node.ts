import { NODE } from "../../support/test_file.ts";
import type { RuntimeKind } from "../runtime.ts";

export const node: RuntimeKind = {
  name: "node",
  leftOut: {},
  driven: ["test/runtimes/served/node.ts"],
  async start() {
    return { title: `node ${process.versions.node}`, run: NODE, close: async () => {} };
  },
};
