import assert from "node:assert/strict";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { encodeInstanceName } from "../../../../adapters/filesystem/disk/_instance_name.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { FilesystemStorage } from "../../../../adapters/filesystem.ts";
import type { PutChange } from "../../../../core/storage/storage.ts";
import { filesystemLeftovers } from "../../../support/filesystem_leftovers.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { until } from "../../../support/until.ts";

const test = suite("sweep()");
const LARGE = new Uint8Array(100_000).fill(7);
const LONG_ID = "\u00E9".repeat(255);

test("deletes what a crash left, and nothing that is referred to", () =>
  withTempDir(async (parent) => {
    const first = await FilesystemStorage.open(join(parent, "a"));
    for (const id of ["kept", LONG_ID]) await first.apply(id, [put("large"), put("other")]);
    const root = join(parent, "b");
    const layout = new StoreLayout(root);
    // A copy of the open store is what a kill would leave.
    await cp(join(parent, "a"), root, {
      recursive: true,
      filter: (path) => basename(dirname(path)) !== "lock",
    });
    await first.close();
    await writeFile(join(layout.stage, "upload"), "half");
    await mkdir(join(layout.trash, "instance"));
    await writeFile(join(layout.trash, "instance", "content"), "old");
    for (const id of ["kept", LONG_ID, "gone"]) {
      const contents = layout.contents(encodeInstanceName(id));
      await mkdir(contents, { recursive: true });
      await writeFile(join(contents, "lost"), "content without a commit");
    }
    await writeFile(join(layout.touched, encodeInstanceName("gone")), "");
    const hashed = encodeInstanceName("\u00C9".repeat(255));
    for (const cut of ["no name of ours", hashed]) await writeFile(join(layout.touched, cut), "");
    assert.equal((await filesystemLeftovers(root)).length, 5);

    const storage = await FilesystemStorage.open(root);
    const stage = await storage.stage(once(LARGE));
    await storage.apply("gone", [{ ...put("large"), content: stage }]);
    await until(async () => (await filesystemLeftovers(root)).length === 0);
    for (const id of ["kept", LONG_ID, "gone"]) {
      const variable = await storage.open(id, "large");
      assert.ok(variable);
      let size = 0;
      for await (const chunk of variable.read()) size += chunk.length;
      assert.equal(size, LARGE.length);
      await variable.close();
    }
    await storage.close();
    assert.deepEqual(await readdir(layout.touched), []);
    assert.deepEqual(await readdir(layout.lock), []);
  }));

test("leaves an instance alone that cannot be read", () =>
  withTempDir(async (root) => {
    const layout = new StoreLayout(root);
    const name = encodeInstanceName("broken");
    let storage = await FilesystemStorage.open(root);
    await storage.apply("broken", [put("large")]);
    await storage.close();
    await writeFile(layout.log(name), "damaged");
    await writeFile(join(layout.touched, name), "");
    storage = await FilesystemStorage.open(root);
    await assert.rejects(storage.stat("broken", "large"), { code: "corrupt" });
    await assert.rejects(storage.apply("broken", [put("large")]), { code: "corrupt" });
    await storage.close();
    assert.equal((await readdir(layout.contents(name))).length, 1);
    assert.equal(await readFile(layout.log(name), "utf8"), "damaged");
    assert.deepEqual(await readdir(layout.stage), []);
    assert.deepEqual(await readdir(layout.touched), [name]);
  }));

test("stops when the store is closed, and goes on with the next opening", () =>
  withTempDir(async (root) => {
    const layout = new StoreLayout(root);
    await (await FilesystemStorage.open(root)).close();
    for (let i = 0; i < 50; i++) {
      await writeFile(join(layout.trash, `t${i}`), "");
      await writeFile(join(layout.touched, `i-${i}`), "");
    }
    await (await FilesystemStorage.open(root)).close();
    const storage = await FilesystemStorage.open(root);
    await until(async () => (await readdir(layout.touched)).length === 0);
    assert.deepEqual(await readdir(layout.trash), []);
    await storage.close();
  }));

function put(name: string): PutChange {
  return { op: "put", name, type: "Bytes", valueInfo: {}, content: LARGE };
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
