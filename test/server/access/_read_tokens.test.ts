import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { readTokens } from "../../../server/access/_read_tokens.ts";
import { suite } from "../../support/suite.ts";
import { TOKEN, withFile } from "./_files.ts";

const test = suite("readTokens()");

test("reads a token a line", () =>
  withFile(["# tokens", "", TOKEN, ` ${TOKEN}A-._~+/== \r`], async (file) => {
    assert.deepEqual(await readTokens(file), [
      { text: TOKEN, line: 3 },
      { text: `${TOKEN}A-._~+/==`, line: 4 },
    ]);
  }));

test("refuses a wrong line: names file and line, and does not show it", async () => {
  const cases: [line: string, problem: RegExp][] = [
    [`${TOKEN} ${TOKEN}`, /only letters and digits/],
    [`Bearer:${TOKEN}`, /only letters and digits/],
    [`${TOKEN}é`, /only letters and digits/],
    ["geheim", /fewer than 22 characters/],
    [TOKEN, /the token stands in line 1, too/],
  ];
  for (const [line, problem] of cases) {
    await withFile([TOKEN, line], async (file) => {
      await assert.rejects(readTokens(file), (error) => {
        assert.ok(error instanceof Error);
        assert.ok(error.message.startsWith(`Cannot read the token file '${file}': line 2: `));
        assert.match(error.message, problem);
        assert.ok(!error.message.includes(TOKEN) && !error.message.includes("geheim"));
        return true;
      });
    });
  }
});

test("refuses a file that is no text", () =>
  withFile([], async (file) => {
    await writeFile(file, Buffer.from([0xff, 0xfe, 0x00]));
    await assert.rejects(readTokens(file), /the token file '.*': it is not UTF-8/);
  }));
