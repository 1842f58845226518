import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Calls `run` with an empty folder, and removes it afterwards, also after an error. The folders of a test file lie in one folder,
 * and the test command fails if something is left in it.
 */
export async function withTempDir<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const parent = process.env["VARPOST_TEST_TMP"] ?? tmpdir();
  const directory = await mkdtemp(join(parent, "varpost-"));
  try {
    return await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
