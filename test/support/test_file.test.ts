import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FairClock, measureSlowness } from "./fair_clock.ts";
import { suite } from "./suite.ts";
import { withTempDir } from "./temp_dir.ts";
import { runTestFile, type TestFileResult } from "./test_file.ts";

const test = suite("the test command");
const clock = new FairClock();

/** Runs a test file with this code. */
function run(code: string, by: FairClock = clock): Promise<TestFileResult> {
  return withTempDir(async (directory) => {
    const file = join(directory, "some.test.mts");
    const support = (name: string) =>
      JSON.stringify(pathToFileURL(join("test/support", name)).href);
    await writeFile(
      file,
      `import assert from "node:assert/strict";
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      import { suite } from ${support("suite.ts")};
      import { withTempDir } from ${support("temp_dir.ts")};
      const test = suite("s");
      const passes = () => test("passes", () => {});
      const never = () => new Promise<void>((resolve) => setInterval(resolve, 1e9));
      ${code}`,
    );
    return runTestFile(file, { clock: by, scratch: directory });
  });
}

/** The name of each failure, and the first line of its error. */
function wrong({ failures }: TestFileResult): (readonly [string, string])[] {
  return failures.map(({ name, error }) => [name, error.split("\n")[0] ?? ""]);
}

test("counts tests of all suites", async () => {
  const { passed, skipped, failures, notRun, notes } = await run(`
    passes(); test.skip("later", "there is no time"); suite("t")("passes", passesLater);
    function passesLater() { return new Promise<void>((resolve) => setTimeout(resolve, 50)); }`);
  assert.deepEqual(
    { passed, skipped, failures, notRun },
    { passed: 2, skipped: 1, failures: [], notRun: 0 },
  );
  assert.deepEqual(notes, ["skipped: s: later: there is no time"]);
});

test("keeps to the order of the suites, also behind a test that failed", async () => {
  const result = await run(`
    const other = suite("t");
    other("b", () => { throw new Error("wrong"); });
    test("a", () => {});
    other("d", () => {});
    test("c", () => {});`);
  assert.equal(result.passed, 3);
  assert.deepEqual(wrong(result), [["t: b", "Error: wrong"]]);
});

/** Tests that do not end normally, each with the error that is reported for it. */
const STOPPED: Readonly<Record<string, readonly [code: string, error: RegExp]>> = {
  throws: ["() => { throw new Error('wrong'); }", /^Error: wrong$/],
  "throws undefined": ["() => { throw undefined; }", /^undefined$/],
  "waits for ever": ["never, { deadline: 300 }", /^The test did not end within 0\.3 s/],
  "waits for nothing": [
    "() => new Promise(() => {})",
    /^The test did not end before its process did, with exit code/,
  ],
  loops: ["() => { for (;;); }, { deadline: 300 }", /^The test did not end within 0\.3 s/],
  "starves the event loop": [
    "async () => { for (;;) await null; }, { deadline: 300 }",
    /^The test did not end within 0\.3 s/,
  ],
  exits: ["() => process.exit(0)", /^The test did not end before its process did, with exit code/],
  "is killed": [
    "() => { process.kill(process.pid, 'SIGKILL'); return never(); }",
    /^The test did not end before its process did, by SIGKILL$/,
  ],
  "rejects unseen": [
    "() => { Promise.reject(new Error('unseen')); return never(); }",
    /^The test did not end before its process did, with exit code 1$/,
  ],
  "goes elsewhere": [
    "() => process.chdir('/')",
    /^AssertionError .*The test did not restore the working directory$/,
  ],
};

for (const names of [Object.keys(STOPPED).slice(0, 5), Object.keys(STOPPED).slice(5)]) {
  test(`goes on in a new process behind a test that ${names.join(", ")}`, async () => {
    const stopped = names.map(
      (name) => `
      test("${name}", ${STOPPED[name]?.[0]});
      test("a test behind it", () => { earlier++; });
      test("is in one process with the test before it, in the folder of the project", () => {
        assert.deepEqual([earlier, process.cwd()], [1, ${JSON.stringify(process.cwd())}]);
        earlier = 0;
      });`,
    );
    const result = await run(`test.skip("a", "b"); let earlier = 0; ${stopped.join("")}`);
    const found = wrong(result);
    assert.deepEqual(
      found.map(([name]) => name),
      names.map((name) => `s: ${name}`),
    );
    for (const [i, name] of names.entries())
      assert.match(found[i]?.[1] ?? "", STOPPED[name]?.[1] ?? /^$/);
    const { passed, skipped, notRun } = result;
    assert.deepEqual(
      { passed, skipped, notRun },
      { passed: 2 * names.length, skipped: 1, notRun: 0 },
    );
  });
}

test("ends what a failed test has left behind, files, processes and all", async () => {
  const result = await run(`
    test("fails", () => withTempDir(async () => {
      spawn("sleep", ["600"], { stdio: "inherit" });
      return never();
    }), { deadline: 300 });
    passes();`);
  assert.deepEqual([result.passed, wrong(result).length], [1, 1]);
});

test("gives a file up in which too much fails", async () => {
  const result = await run(`
    for (let i = 0; i < 20; i++) test("fails", () => { throw new Error("wrong"); });`);
  assert.deepEqual([result.passed, result.failures.length, result.notRun], [0, 8, 12]);
});

const FAULTS: readonly (readonly [what: string, code: string, error: RegExp])[] = [
  ["has no test", "", /^ran no test$/],
  [
    "cannot be read",
    `passes(); throw new Error("wrong");`,
    /^ended with exit code 1 before its tests had run$/,
  ],
  [
    "ends before its tests",
    "passes(); process.exit(0);",
    /^ended with exit code 0 before its tests had run$/,
  ],
  [
    "ends with an exit code of its own",
    `passes(); process.on("exit", () => { process.exitCode = 3; });`,
    /^ended with exit code 3$/,
  ],
  [
    "leaves a process behind",
    `test("spawns", () => { spawn("sleep", ["600"], { stdio: "ignore" }).unref(); });`,
    /^left a process behind$/,
  ],
  [
    "leaves a file behind",
    `test("writes", () => writeFileSync(process.env.VARPOST_TEST_TMP + "/left", ""));`,
    /^left files behind: left$/,
  ],
];

for (const [what, code, error] of FAULTS) {
  test(`finds a file that ${what}`, async () => {
    const [failure, ...more] = wrong(await run(code));
    assert.equal(failure?.[0], "the file itself");
    assert.match(failure[1], error);
    assert.deepEqual(more, []);
  });
}

const ENDLESS: readonly (readonly [what: string, code: string, error: RegExp])[] = [
  ["does not come to its tests", "passes(); never();", /^did not come to its next test within/],
  [
    "does not end",
    `test("leaves a timer", () => { never(); });`,
    /^did not end after its last test/,
  ],
];

for (const [what, code, error] of ENDLESS) {
  test(`finds a file that ${what}`, async () => {
    const hasty = new FairClock(async () => (await measureSlowness()) / 10);
    const [failure] = wrong(await run(code, hasty));
    assert.match(failure?.[1] ?? "", error);
  });
}
