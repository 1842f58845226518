import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFile, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AccessRequest } from "../../../core/rest/mod.ts";
import { createAccess } from "../../../server/mod.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { cheapHash, TOKEN } from "./_files.ts";

const test = suite("createAccess()");

const BASIC = 'Basic realm="varpost", charset="UTF-8"';
const BEARER = 'Bearer realm="varpost"';
const HASH = cheapHash("secret");

function asking(authorization?: string, kind: AccessRequest["kind"] = "read"): AccessRequest {
  return {
    method: kind === "read" ? "GET" : "PUT",
    target: "/",
    kind,
    operation: undefined,
    parameters: [],
    header: (name) => (name === "authorization" ? authorization : undefined),
  };
}

function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
}

/** Writes both files for `run`. */
function withFiles(
  run: (files: { usersFile: string; tokenFile: string }) => Promise<void>,
): Promise<void> {
  return withTempDir(async (directory) => {
    const usersFile = join(directory, "users");
    const tokenFile = join(directory, "tokens");
    await writeFile(usersFile, `anna:${HASH}\nben:${HASH}:read\n`);
    await writeFile(tokenFile, `${TOKEN}\n`);
    await run({ usersFile, tokenFile });
  });
}

test("lets in whom the files name, and says how others may come in", () =>
  withFiles(async ({ usersFile, tokenFile }) => {
    const cases = [
      { options: { usersFile }, challenge: BASIC, user: true, token: false },
      { options: { tokenFile }, challenge: BEARER, user: false, token: true },
      {
        options: { usersFile, tokenFile },
        challenge: `${BASIC}, ${BEARER}`,
        user: true,
        token: true,
      },
    ];
    for (const { options, challenge, user, token } of cases) {
      const { authorize } = await createAccess(options);
      for (const field of [
        undefined,
        "",
        "Basic",
        basic("anna", "wrong"),
        "Bearer x",
        "Digest x",
      ]) {
        const access = await authorize(asking(field));
        assert.ok(!access.allow);
        assert.deepEqual(access.headers, { "WWW-Authenticate": challenge });
        assert.equal(access.status ?? 401, 401);
        assert.ok(!access.message?.includes("wrong:") && !access.message?.includes("anna"));
      }
      assert.equal((await authorize(asking(basic("anna", "secret")))).allow, user);
      assert.equal((await authorize(asking(`Bearer ${TOKEN}`))).allow, token);
    }
  }));

test("names the user, and lets one who may only read do no more", () =>
  withFiles(async ({ usersFile }) => {
    const { authorize } = await createAccess({ usersFile });
    const anna = await authorize(asking(basic("anna", "secret"), "write"));
    assert.deepEqual(anna, { allow: true, user: "anna" });
    const ben = basic("ben", "secret");
    assert.deepEqual(await authorize(asking(ben)), { allow: true, user: "ben" });
    assert.deepEqual(await authorize(asking(ben, "write")), {
      allow: false,
      status: 403,
      message: "Cannot serve the request: user 'ben' may only read",
      user: "ben",
    });
  }));

test("reads the files anew, and remembers nothing of before", () =>
  withFiles(async ({ usersFile, tokenFile }) => {
    const { authorize, reload } = await createAccess({ usersFile, tokenFile });
    const [anna, token] = [asking(basic("anna", "secret")), asking(`Bearer ${TOKEN}`)];
    assert.deepEqual([(await authorize(anna)).allow, (await authorize(token)).allow], [true, true]);
    await writeFile(usersFile, `anna:${cheapHash("changed")}\n`);
    await writeFile(tokenFile, "");
    assert.equal((await authorize(anna)).allow, true);
    await reload();
    assert.deepEqual(
      [(await authorize(anna)).allow, (await authorize(token)).allow],
      [false, false],
    );
    assert.equal((await authorize(asking(basic("anna", "changed")))).allow, true);
  }));

test("tells whether the files name nobody, so that somebody finds out why all is refused", () =>
  withFiles(async ({ usersFile, tokenFile }) => {
    const access = await createAccess({ usersFile, tokenFile });
    assert.equal(access.isEmpty, false);
    await writeFile(usersFile, "# nobody yet\n");
    await access.reload();
    assert.equal(access.isEmpty, false);
    await writeFile(tokenFile, "");
    await access.reload();
    assert.equal(access.isEmpty, true);
    assert.equal((await createAccess({ tokenFile })).isEmpty, true);
  }));

test("keeps what it had if a file is wrong", () =>
  withFiles(async ({ usersFile, tokenFile }) => {
    const { authorize, reload } = await createAccess({ usersFile, tokenFile });
    await writeFile(usersFile, "");
    await appendFile(tokenFile, "short\n");
    await assert.rejects(reload(), /the token file '.*': line 2: /);
    assert.equal((await authorize(asking(basic("anna", "secret")))).allow, true);
    assert.equal((await authorize(asking(`Bearer ${TOKEN}`))).allow, true);
  }));

test("refuses mistakes, so that nothing stays open by one", async () => {
  const call = (options: unknown) => Reflect.apply(createAccess, undefined, [options]);
  for (const [options, message] of [
    [{}, /neither 'usersFile' nor 'tokenFile'/],
    [{ usersFile: undefined }, /neither/],
    [{ users: "u" }, /no 'users'/],
    [{ usersFile: 7 }, /'usersFile': it is the number 7; pass the path/],
    [{ tokenFile: null }, /'tokenFile': it is null/],
    [undefined, /they are undefined/],
  ] as const) {
    await assert.rejects(async () => call(options), { name: "TypeError", message });
  }
  await assert.rejects(createAccess({ usersFile: "/no/such" }), /the users file '\/no\/such'/);
});

test("holds what the later one of two readings has found, whichever ends first", () =>
  withFiles(async ({ usersFile, tokenFile }) => {
    const access = await createAccess({ usersFile, tokenFile });
    await rm(tokenFile);
    await promisify(execFile)("mkfifo", [tokenFile]);
    const first = access.reload();
    // The opening waits until the tokens are read, so the users were read.
    const tokens = await open(tokenFile, "w");
    await rm(tokenFile);
    await writeFile(tokenFile, `${TOKEN}\n`);
    await writeFile(usersFile, `ben:${HASH}\n`);
    await access.reload();
    await tokens.writeFile(`${TOKEN}\n`);
    await tokens.close();
    await first;
    assert.equal((await access.authorize(asking(basic("anna", "secret")))).allow, false);
    assert.equal((await access.authorize(asking(basic("ben", "secret")))).allow, true);
  }));
