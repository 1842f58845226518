import { startServerProcess } from "../../support/server_process.ts";
import { BUN, BUN_SETTINGS } from "../hosts/bun.ts";
import { testServed } from "./served_cases.ts";

const COMMAND = [BUN, "--no-install", "test/runtimes/served/bun_main.ts"];

testServed("the Fetch handler served by Bun.serve", async (run) =>
  run(await startServerProcess(COMMAND, BUN_SETTINGS)),
);
