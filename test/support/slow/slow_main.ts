/**
 * Runs a command on one processor that two other processes keep busy. Everything takes three times as long there, and tests that
 * rely on time or luck fail. Needs `taskset`, which Linux has.
 *
 * node --import tsx test/support/slow/slow_main.ts COMMAND [ARGUMENT …]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

const BURNERS = 2;
/** A program that uses the processor, and ends when its parent has ended in any way. */
const BURN = "const parent = process.ppid; while (process.ppid === parent);";

const [command, ...argv] = process.argv.slice(2);
if (command === undefined) throw new Error("Cannot run anything: say which command");
const burners = Array.from({ length: BURNERS }, () => pinned(process.execPath, ["-e", BURN]));
try {
  const [code] = await once(pinned(command, argv), "exit");
  process.exitCode = typeof code === "number" ? code : 1;
} finally {
  for (const burner of burners) burner.kill("SIGKILL");
}

function pinned(command: string, argv: readonly string[]) {
  return spawn("taskset", ["-c", "0", command, ...argv], { stdio: "inherit" });
}
