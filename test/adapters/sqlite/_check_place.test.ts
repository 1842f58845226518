import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkPlace } from "../../../adapters/sqlite/_check_place.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("checkPlace()");
const run = promisify(execFile);

const REFUSED = {
  name: "StorageError",
  code: "io",
  message:
    /^Cannot open '.*': the file is a mount of its own, and SQLite keeps a log beside it, which would not be in the mount; mount its folder$/,
};

/** Makes a line of Linux's list of mounts. */
function mount(point: string): string {
  const escaped = point.replace(
    /[ \t\n\\]/g,
    (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `36 35 98:0 /mnt1 ${escaped} rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n`;
}

test("refuses a file that is a mount of its own, by any name", () =>
  withTempDir(async (directory) => {
    const [file, mounts] = [join(directory, "a b\\.db"), join(directory, "mounts")];
    await writeFile(file, "");
    await writeFile(mounts, mount("/") + mount(file) + mount("/proc"));
    await symlink(file, join(directory, "link.db"));
    for (const path of [file, join(directory, "link.db")]) {
      assert.throws(() => checkPlace(path, mounts), REFUSED);
    }
  }));

test("takes a file in a folder that is a mount, and one that is not there", () =>
  withTempDir(async (directory) => {
    const [file, mounts] = [join(directory, "a.db"), join(directory, "mounts")];
    await writeFile(mounts, mount("/") + mount(directory));
    checkPlace(file, mounts);
    await writeFile(file, "");
    checkPlace(file, mounts);
    checkPlace(file, join(directory, "missing"));
  }));

const NAMESPACE = ["--map-root-user", "--mount"];
const REAL_MOUNT = "refuses a file that the system has mounted";

if (spawnSync("unshare", [...NAMESPACE, "true"]).status !== 0) {
  test.skip(REAL_MOUNT, "this process may not mount anything, even in a namespace of its own");
} else {
  test(REAL_MOUNT, () =>
    withTempDir(async (directory) => {
      const file = join(directory, "a.db");
      await writeFile(file, "");
      const module = new URL("../../../adapters/sqlite.ts", import.meta.url).href;
      const script = `
        const { SqliteStorage } = await import(${JSON.stringify(module)});
        console.log(await SqliteStorage.open(${JSON.stringify(file)}).catch((error) => error.message));`;
      const node = [process.execPath, ...SOURCE_FLAGS, "--input-type=module", "--eval", script];
      const mounted = 'mount --bind "$0" "$0" && exec "$@"';
      const { stdout } = await run("unshare", [...NAMESPACE, "sh", "-c", mounted, file, ...node]);
      assert.match(stdout.trim(), REFUSED.message);
    }),
  );
}
