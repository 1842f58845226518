import { startServerProcess } from "../../support/server_process.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { DENO, DENO_RUN, denoSettings } from "../hosts/deno.ts";
import { testServed } from "./served_cases.ts";

testServed("the Fetch handler served by Deno.serve", (run) =>
  withTempDir(async (directory) => {
    const command = [DENO, ...DENO_RUN, "test/runtimes/served/deno_main.ts"];
    await run(await startServerProcess(command, denoSettings(directory)));
  }),
);
