import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { isPassword, parseHash } from "../../../server/access/_password_hash.ts";
import {
  HASH_PASSWORD_USAGE,
  hashPasswordCommand,
} from "../../../server/command_line/hash_password.ts";
import { suite } from "../../support/suite.ts";

const test = suite("varpost hash-password");

const SILENT = {
  write: () => assert.fail("it asks although there is no terminal"),
};

function run(input: string | Buffer, ...args: readonly string[]): Promise<string> {
  return hashPasswordCommand(args, Readable.from([Buffer.from(input)]), SILENT);
}

test("prints the hash of what it reads, without one line end", async () => {
  for (const [input, password] of [
    ["pa:ss wörd\n", "pa:ss wörd"],
    ["secret\r\n", "secret"],
    [" ", " "],
  ] as const) {
    const line = await run(input);
    assert.ok(line.endsWith("\n"));
    assert.equal(await isPassword(password, parseHash(line.trimEnd())), true);
  }
});

test("refuses what is no password, without showing it", async () => {
  const cases: [input: string | Buffer, problem: RegExp][] = [
    ["", /it is empty/],
    ["\n", /it is empty/],
    ["geheim\ngeheim\n", /control characters, or several lines/],
    ["geheim\0", /control characters/],
    ["x".repeat(4_097), /more than 4096 bytes/],
    [Buffer.from([0xff]), /not UTF-8/],
  ];
  for (const [input, problem] of cases) {
    await assert.rejects(run(input), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, problem);
      assert.ok(!error.message.includes("geheim"));
      return true;
    });
  }
});

test("takes no password from the command line, where others could see it", async () => {
  await assert.rejects(run("", "geheim"), (error) => {
    assert.ok(error instanceof Error && error.name === "UsageError");
    assert.ok(!error.message.includes("geheim"));
    return true;
  });
  assert.equal(await run("", "--help"), HASH_PASSWORD_USAGE);
});
