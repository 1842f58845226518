import assert from "node:assert/strict";
import fs from "node:fs";
import { SharedFile } from "../../../../adapters/filesystem/disk/_shared_file.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("SharedFile");

test("is closed when the last holder lets it go, and cannot be used then", async () => {
  const file = new SharedFile(fs.openSync(".", "r"));
  let end = () => {};
  const using = file.use(() => new Promise<void>((resolve) => (end = resolve)));
  file.hold();
  assert.equal(await countCalls("close", () => file.release()), 0);
  assert.equal(await countCalls("close", () => file.release()), 0);
  const ending = async () => {
    end();
    await using;
  };
  assert.equal(await countCalls("close", ending), 1);
  assert.throws(() => file.hold(), { code: "closed" });
  await assert.rejects(
    file.use(async () => {}),
    { code: "closed" },
  );
});

test("lets go of a file also if its use or its closing fails", async () => {
  const fd = fs.openSync(".", "r");
  const file = new SharedFile(fd);
  const failure = new Error("made to fail");
  await assert.rejects(
    file.use(() => Promise.reject(failure)),
    failure,
  );
  await withFailing("close", { code: "EIO" }, () => file.release());
  assert.throws(() => file.hold(), { code: "closed" });
  fs.closeSync(fd);
});
