import { join } from "node:path";
import { withTempDir } from "../../support/temp_dir.ts";
import { bundleBuilt } from "../hosts/bundle_built.ts";
import { startWorkerd } from "../hosts/workerd.ts";
import { testServed } from "./served_cases.ts";

// Without what workerd has of Node: the handler needs the web platform only.
const FLAGS = ["no_nodejs_compat", "no_nodejs_compat_v2", "enable_request_signal"];

testServed("the Fetch handler served by workerd", (run) =>
  withTempDir(async (directory) => {
    const bundle = join(directory, "served_worker.js");
    await bundleBuilt("test/runtimes/portable/served_worker.ts", bundle);
    const { url, close } = await startWorkerd(bundle, FLAGS);
    await run({ url, stop: close });
  }),
);
