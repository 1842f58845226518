import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { isKeyword, type Setting } from "../../../../adapters/postgres/settings/_setting.ts";
import { type SslWays, sslWays } from "../../../../adapters/postgres/settings/_ssl_ways.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { CA, CLIENT } from "../../../support/tls/certificates.ts";

const test = suite("sslWays()");

function waysOf(
  given: Readonly<Record<string, string>>,
  folder = "/nowhere",
  environment = {},
): SslWays {
  const settings = Object.entries(given).flatMap(([keyword, text]) =>
    isKeyword(keyword) ? [[keyword, { text, source: keyword } satisfies Setting] as const] : [],
  );
  return sslWays(new Map(settings), folder, environment);
}

/** Each way as a word: `plain`, `unchecked`, `chain` (any name), or `full`. */
function words(ways: SslWays): readonly string[] {
  return ways.map((way) => {
    if (way === false || way === undefined) return "plain";
    if (way.rejectUnauthorized === false) return "unchecked";
    return way.checkServerIdentity === undefined ? "full" : "chain";
  });
}

const sslrootcert = CA;

const MEANT: readonly (readonly [
  given: Readonly<Record<string, string>>,
  ways: readonly string[],
])[] = [
  [{}, ["unchecked", "plain"]],
  [{ sslmode: "disable" }, ["plain"]],
  [{ sslmode: "allow" }, ["plain", "unchecked"]],
  [{ sslmode: "prefer" }, ["unchecked", "plain"]],
  [{ sslmode: "require" }, ["unchecked"]],
  [{ sslmode: "require", sslrootcert }, ["chain"]],
  [{ sslmode: "verify-ca", sslrootcert }, ["chain"]],
  [{ sslmode: "verify-full", sslrootcert }, ["full"]],
];

for (const [given, ways] of MEANT) {
  test(`makes ${ways.join(", then ")} of ${JSON.stringify(Object.keys(given))} ${given["sslmode"]}`, () =>
    assert.deepEqual(words(waysOf(given)), ways));
}

test("finds the root certificate where libpq looks for it", () =>
  withTempDir(async (folder) => {
    await copyFile(CA, join(folder, "root.crt"));
    assert.deepEqual(words(waysOf({ sslmode: "require" }, folder)), ["chain"]);
    assert.deepEqual(words(waysOf({ sslmode: "verify-full" }, folder)), ["full"]);
    assert.deepEqual(words(waysOf({}, folder)), ["unchecked", "plain"]);
  }));

test("takes the certificates of the system, and checks the name then", () => {
  const environment = { SSL_CERT_FILE: CA };
  const given = { sslrootcert: "system" };
  assert.deepEqual(words(waysOf(given, "/nowhere", environment)), ["full"]);
  assert.throws(() => waysOf({ ...given, sslmode: "require" }, "/nowhere", environment), {
    name: "TypeError",
    message: /only 'verify-full' checks anything$/,
  });
});

test("shows the client's certificate, and hides its key", async () => {
  const [way] = waysOf({ sslmode: "require", sslcert: CLIENT.cert, sslkey: CLIENT.key });
  assert.ok(way !== false && way.secureContext !== undefined);
  assert.ok(!inspect(way, { depth: 9, showHidden: true }).includes("PRIVATE KEY"));
});

test("finds the client's certificate where libpq looks for it, and misses its key", () =>
  withTempDir(async (folder) => {
    await copyFile(CLIENT.cert, join(folder, "postgresql.crt"));
    assert.throws(() => waysOf({}, folder), { message: /but not its key; give 'sslkey', or/ });
    await copyFile(CLIENT.key, join(folder, "postgresql.key"));
    assert.deepEqual(words(waysOf({}, folder)), ["unchecked", "plain"]);
    await writeFile(join(folder, "postgresql.key"), "no key");
    assert.throws(() => waysOf({}, folder), { message: /key of 'sslcert' cannot be used: / });
  }));

test("refuses what is wrong or missing", () => {
  assert.throws(() => waysOf({ sslmode: "verify_full" }), {
    message:
      "Cannot connect to PostgreSQL: 'sslmode' is 'verify_full'; did you mean 'verify-full'?",
  });
  assert.throws(() => waysOf({ sslmode: "no" }), { message: /give one of disable, allow, / });
  for (const sslmode of ["verify-ca", "verify-full"]) {
    assert.throws(() => waysOf({ sslmode }), { message: /there is no root certificate; write it/ });
  }
  for (const sslmode of ["require", "verify-full"]) {
    assert.throws(() => waysOf({ sslmode, sslrootcert: "/nowhere/ca.crt" }), {
      code: "io",
      message: /^Cannot read the file of 'sslrootcert': ENOENT/,
    });
  }
});
