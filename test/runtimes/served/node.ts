import { startServerProcess } from "../../support/server_process.ts";
import { testServed } from "./served_cases.ts";

const COMMAND = [process.execPath, "--import", "tsx", "test/runtimes/served/node_main.ts"];

testServed("the Fetch handler served by @hono/node-server", async (run) =>
  run(await startServerProcess(COMMAND)),
);
