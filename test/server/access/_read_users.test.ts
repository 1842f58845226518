import assert from "node:assert/strict";
import { readUsers } from "../../../server/access/_read_users.ts";
import { suite } from "../../support/suite.ts";
import { cheapHash, withFile } from "./_files.ts";

const test = suite("readUsers()");

const HASH = cheapHash("secret");

test("reads a line for each user", () =>
  withFile(
    [
      "# who may enter",
      "",
      `anna:${HASH}`,
      `  ben:${HASH}:read  `,
      "\t# x:y",
      `zo\u00eb b:${HASH}:write\r`,
    ],
    async (file) => {
      const users = await readUsers(file);
      assert.deepEqual(
        users.map(({ name, right }) => [name, right]),
        [
          ["anna", "write"],
          ["ben", "read"],
          ["zoë b", "write"],
        ],
      );
      assert.ok(users.every(({ hash }) => hash.ln === 10 && hash.hash.length === 32));
    },
  ));

test("reads a file without users, or with a byte order mark", async () => {
  await withFile([], async (file) => assert.deepEqual(await readUsers(file), []));
  await withFile([`\ufeffanna:${HASH}`], async (file) =>
    assert.equal((await readUsers(file))[0]?.name, "anna"),
  );
});

test("refuses a wrong line: names file and line, and shows neither hash nor password", async () => {
  const cases: [line: string, problem: RegExp][] = [
    ["anna", /write 'name:hash'/],
    ["anna:", /write 'name:hash'/],
    [`:${HASH}`, /write 'name:hash'/],
    [HASH, /write 'name:hash'/],
    [`anna:${HASH}:read:`, /write 'name:hash'/],
    [`anna :${HASH}`, /blanks around it/],
    [`an\u0001na:${HASH}`, /control characters/],
    [`anna:${HASH}:admin`, /its right is neither 'read' nor 'write'/],
    [`anna:${HASH}:`, /its right is neither/],
    [`anna:${HASH}:Read`, /its right is neither/],
    ["anna:geheim", /its hash does not look like .*; make one by 'varpost hash-password'/],
    [`anna: ${HASH}`, /its hash does not look like/],
    [`anna:${HASH.replace("ln=10", "ln=24")}`, /costs too much/],
    [`ben:${HASH}:read`, /the user 'ben' stands in line 2, too/],
  ];
  for (const [line, problem] of cases) {
    await withFile(["# users", `ben:${HASH}`, line], async (file) => {
      await assert.rejects(readUsers(file), (error) => {
        assert.ok(error instanceof Error);
        assert.ok(error.message.startsWith(`Cannot read the users file '${file}': line 3: `));
        assert.match(error.message, problem);
        assert.ok(!error.message.includes("geheim") && !error.message.includes(HASH.slice(-43)));
        return true;
      });
    });
  }
});

test("takes a name in either form of Unicode for the same", () =>
  withFile([`zo\u00eb:${HASH}`, `zoe\u0308:${HASH}`], async (file) => {
    await assert.rejects(readUsers(file), /line 2: the user 'zoë' stands in line 1, too/);
  }));

test("tells which file cannot be read", async () => {
  await assert.rejects(readUsers("/no/such/file"), /the users file '\/no\/such\/file': ENOENT/);
  await assert.rejects(readUsers("/"), /the users file '\/': EISDIR/);
  await withFile(["x".repeat(4_194_305)], async (file) =>
    assert.rejects(readUsers(file), /it has 4194305 bytes, at most 4194304 are read/),
  );
});
