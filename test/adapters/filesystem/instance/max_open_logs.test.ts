import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { maxOpenLogs } from "../../../../adapters/filesystem/instance/_max_open_logs.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("maxOpenLogs()");
const MODULE = new URL(
  "../../../../adapters/filesystem/instance/_max_open_logs.ts",
  import.meta.url,
).href;

test("is a finite number", async () => {
  const limit = await maxOpenLogs();
  assert.ok(limit > 0 && limit <= 16_384, `${limit}`);
});

if (process.platform === "linux") {
  test("is half of what the process may open", () => {
    const script = `import("${MODULE}").then(async (m) => console.log(await m.maxOpenLogs()))`;
    const shell = `ulimit -n 300 && exec "$0" --import tsx -e '${script}'`;
    const { stdout } = spawnSync("sh", ["-c", shell, process.execPath], { encoding: "utf8" });
    assert.equal(stdout.trim(), "150");
  });
}
