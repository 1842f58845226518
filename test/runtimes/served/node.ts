import { startServerProcess } from "../../support/server_process.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";
import { testServed } from "./served_cases.ts";

const COMMAND = [process.execPath, ...SOURCE_FLAGS, "test/runtimes/served/node_main.ts"];

testServed("the Fetch handler served by @hono/node-server", async (run) =>
  run(await startServerProcess(COMMAND)),
);
