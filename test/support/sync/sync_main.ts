/**
 * `npm run test:sync`: shows that each 204 comes after its sync. `kill -9` does not prove that, since the system keeps what a
 * dead process has written. So this command runs a server under strace. All bytes and directory entries of the store that were
 * written before a 204 must have been synced before it. A storage that never syncs must fail.
 */
import { spawnSync } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { startServerProcess } from "../server_process.ts";
import { withTempDir } from "../temp_dir.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { parseStraceLog } from "./strace_log.ts";
import { findBrokenPromises, type SyncReport } from "./unsynced_bytes.ts";

const CALLS =
  "openat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,write,writev,pwrite64,pwritev,pwritev2," +
  "ftruncate,fallocate,copy_file_range,sendto,sendmsg,fsync,fdatasync";
/** Time for background work to end before the next request. */
const PAUSE_MS = 100;

const node = [process.execPath, ...SOURCE_FLAGS];
const main = [...node, "server/main.ts", "--port", "0", "--storage"];
const contenders: [name: string, mustHold: boolean, command: (store: string) => string[]][] = [
  ["filesystem", true, (store) => [...main, `filesystem:${store}`]],
  ["sqlite", true, (store) => [...main, `sqlite:${join(store, "varpost.db")}`]],
  ["unsynced", false, (store) => [...node, "test/support/sync/unsynced_server.ts", store]],
];

if (spawnSync("strace", ["-V"]).status !== 0) {
  throw new Error("Cannot check the syncs: strace is missing; on Debian: apt-get install strace");
}
for (const [name, mustHold, command] of contenders) {
  const { answers, syncs, broken } = await trace(command);
  const good = answers > 0 && (broken.length === 0) === mustHold;
  console.log(
    `${name}: ${answers} answers of 204, ${syncs} syncs, ${broken.length} answers before their sync` +
      `${mustHold ? "" : " (as it must be: it never syncs)"}: ${good ? "ok" : "FAILED"}`,
  );
  if (mustHold)
    for (const { answer, unsynced } of broken) console.log(`  answer ${answer}: ${unsynced}`);
  if (!good) process.exitCode = 1;
}

async function trace(command: (store: string) => string[]): Promise<SyncReport> {
  return await withTempDir(async (directory) => {
    const [store, log] = [join(directory, "store"), join(directory, "strace.log")];
    await mkdir(store);
    // With -D the server is our child and gets our signals; strace ends after it.
    const strace = ["strace", "-D", "-f", "-y", "-s", "64", "-o", log, "-e", `trace=${CALLS}`];
    const server = await startServerProcess([...strace, ...command(store)]);
    try {
      await post(server.url);
    } finally {
      await server.stop();
    }
    return findBrokenPromises(parseStraceLog(await readFile(log, "utf8")), store);
  });
}

/**
 * Posts one by one: new small and large values in several instances, and then replacements of the small ones. Large ones are not
 * replaced: SQLite would delete the old contents, without a sync, while the answer is being sent.
 */
async function post(url: string): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const instance of ["one", "two"]) {
      for (const size of [0, 1_024, 16_385, 1_000_000]) {
        const form = new FormData();
        form.set("data", new Blob([new Uint8Array(size).fill(round)]));
        const name = size > 1_024 ? `v${size}-${round}` : `v${size}`;
        const path = `process-instance/${instance}/variables/${name}/data`;
        const answer = await fetch(`${url}/${path}`, { method: "POST", body: form });
        if (answer.status !== 204) throw new Error(`${answer.status} ${await answer.text()}`);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
