import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { warnOfOpenFiles } from "../../../server/command_line/warn_of_open_files.ts";
import { suite } from "../../support/suite.ts";
import { withFile } from "../access/_files.ts";

const test = suite("warnOfOpenFiles()");

test("warns of a file that all may read, or that others may change", () =>
  withFile(["secret"], async (file) => {
    for (const [mode, isOpen] of [
      [0o600, false],
      [0o400, false],
      [0o640, false],
      [0o440, false],
      [0o644, true],
      [0o604, true],
      [0o602, true],
      [0o660, true],
    ] as const) {
      await chmod(file, mode);
      const lines: unknown[] = [];
      const files = { "the users file": file, "the token file": undefined };
      await warnOfOpenFiles(files, (...line) => lines.push(line));
      const message = `Others may read or change the users file '${file}': run 'chmod g-w,o= ${file}'`;
      const warning = ["warn", message, { rights: mode.toString(8) }];
      assert.deepEqual(lines, isOpen ? [warning] : [], mode.toString(8));
    }
  }));
