import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { suite } from "../../support/suite.ts";
import { testUnless } from "../../support/test_unless.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = testUnless(suite("endDuringStart()"), noNamespace());

test("ends the first process of a container while it starts", async () => {
  // A database that never answers.
  const database = createServer((socket) => socket.on("error", () => {}).resume());
  database.listen(0, "127.0.0.1");
  await once(database, "listening");
  const address = database.address();
  assert.ok(typeof address === "object" && address !== null);
  const storage = `postgres://v@127.0.0.1:${address.port}/v?sslmode=disable`;
  const node = [process.execPath, ...SOURCE_FLAGS, "server/main.ts"];
  const args = ["--pid", "--fork", "--kill-child", ...node, "--storage", storage, "--port", "0"];
  const outer = spawn("unshare", args, { stdio: "ignore" });
  const ended = once(outer, "close");
  try {
    await once(database, "connection");
    process.kill(await childOf(outer.pid), "SIGTERM");
    assert.deepEqual(await ended, [143, null]);
  } finally {
    outer.kill("SIGKILL");
    database.close();
  }
});

async function childOf(pid: number | undefined): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return Number(children.trim());
}

/** Why no process can be the first one here; `undefined` if it can. */
function noNamespace(): string | undefined {
  const { status } = spawnSync("unshare", ["--pid", "--fork", "true"]);
  return status === 0 ? undefined : "it takes the rights to make a namespace of processes";
}
