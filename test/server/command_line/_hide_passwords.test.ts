import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { suite } from "../../support/suite.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("hidePasswords()");

const MODULE = new URL("../../../server/command_line/_hide_passwords.ts", import.meta.url);

/** What other users see of a process that was started with these arguments. */
async function seen(args: readonly string[]): Promise<string> {
  const script = `
    const { hidePasswords } = await import(${JSON.stringify(MODULE.href)});
    const { readFileSync } = await import("node:fs");
    hidePasswords(process.argv.slice(1));
    process.stdout.write(readFileSync("/proc/self/cmdline"));`;
  const flags = [...SOURCE_FLAGS, "--input-type=module", "--eval", script, "--", ...args];
  const { stdout } = await promisify(execFile)(process.execPath, flags, {
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
  });
  return stdout;
}

if (existsSync("/proc/self/cmdline")) {
  test("takes a password out of what 'ps' shows, and only then changes that", async () => {
    const hidden = await seen(["--port", "0", "--storage", "postgres://u:secret@h/d?schema=x"]);
    assert.equal(
      hidden.replaceAll("\0", ""),
      "varpost --port 0 --storage postgres://u:***@h/d?schema=x",
    );
    const args = ["--port", "0", "--storage", "postgres://u@h/d"];
    assert.ok((await seen(args)).endsWith(args.map((text) => `${text}\0`).join("")));
  });
} else {
  test.skip("takes a password out of what 'ps' shows", "there is no /proc");
}
