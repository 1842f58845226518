import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite } from "../suite.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";

const test = suite("slow_main");

/** Runs a program with Node on the busy processor. */
function run(program: string) {
  const argv = [...SOURCE_FLAGS, "test/support/slow/slow_main.ts", process.execPath, "-e", program];
  return spawnSync(process.execPath, argv, { encoding: "utf8" });
}

test("runs a command on one processor, and ends with its exit code", () => {
  const { status, stdout } = run("console.log(os.availableParallelism()); process.exit(7);");
  assert.equal(status, 7);
  assert.equal(stdout, "1\n");
});

test("leaves none of them behind when the command is killed", () => {
  // The test command finds out if a process is left.
  assert.equal(run("process.kill(process.pid, 'SIGKILL')").status, 1);
});
