import assert from "node:assert/strict";
import { readUrl } from "../../../../adapters/postgres/settings/_read_url.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("readUrl()");

/** URLs with what they give; the first are those of libpq's documentation. */
const READ: readonly (readonly [url: string, given: Readonly<Record<string, string>>])[] = [
  ["postgresql://", {}],
  ["postgresql://localhost", { host: "localhost" }],
  ["postgresql://localhost:5433", { host: "localhost", port: "5433" }],
  ["postgresql://localhost/mydb", { host: "localhost", dbname: "mydb" }],
  ["postgresql://user@localhost", { user: "user", host: "localhost" }],
  ["postgresql://user:secret@localhost", { user: "user", password: "secret", host: "localhost" }],
  [
    "postgresql://other@localhost/otherdb?connect_timeout=10&application_name=myapp",
    {
      user: "other",
      host: "localhost",
      dbname: "otherdb",
      connect_timeout: "10",
      application_name: "myapp",
    },
  ],
  [
    "postgresql:///mydb?host=localhost&port=5433",
    { dbname: "mydb", host: "localhost", port: "5433" },
  ],
  ["postgresql://[2001:db8::1234]/database", { host: "2001:db8::1234", dbname: "database" }],
  [
    "postgresql://%2Fvar%2Flib%2Fpostgresql/dbname",
    { host: "/var/lib/postgresql", dbname: "dbname" },
  ],
  ["postgres://user@/db", { user: "user", dbname: "db" }],
  ["postgres://:p@:5433", { password: "p", port: "5433" }],
  [
    "postgres://u%40x:a%2Fb%3Ac+d%25@h/d%20b",
    { user: "u@x", password: "a/b:c+d%", host: "h", dbname: "d b" },
  ],
  ["postgres://u:a:b?c#d@h", { user: "u", password: "a:b?c#d", host: "h" }],
  ["postgres://?host=/run/postgresql", { host: "/run/postgresql" }],
  ["postgres://h?schem%61=A%20b", { host: "h", schema: "A b" }],
];

for (const [url, given] of READ) {
  test(`reads '${url}'`, () => {
    const read = [...readUrl(url)].map(([keyword, { text }]) => [keyword, text]);
    assert.deepEqual(Object.fromEntries(read), given);
  });
}

/** URLs that are refused. Where there is a password, it is `secret`, or a piece of it. */
const REFUSED: readonly (readonly [url: string, problem: RegExp])[] = [
  ["mysql://u:secret@h", /does not look like 'postgres:\/\/user@host:5432\/database'$/],
  ["postgres:h", /does not look like/],
  ["postgres://u:secret/secret@h/db", /'@' where none can be; .* write '%40' for '@'/],
  ["postgres://u:1/secret@h/db", /'@' where none can be/],
  ["postgres://u:x/y?secret=secret@h", /'@' where none can be/],
  ["postgres://u:x@secret@h/db", /'@' where none can be/],
  ["postgres://u:secret%@h/db", /percent-encoding of 'password' is broken/],
  ["postgres://h1,h2/db", /several hosts; give one/],
  ["postgres://h1:1,h2:2/db", /several hosts; give one/],
  ["postgres://h/db?sslmod=require", /no parameter 'sslmod'; did you mean 'sslmode'\?$/],
  ["postgres://h/db?target_session_attrs=any", /'target_session_attrs'; there are host, port, /],
  ["postgres://h/db?sslmode", /parameter 'sslmode' has no value$/],
  ["postgres://h/db?sslmode=allow&sslmode=require", /gives 'sslmode' twice$/],
  ["postgres://u:secret@h/db?password=secret", /gives 'password' twice$/],
];

for (const [url, problem] of REFUSED) {
  test(`refuses '${url}'`, () =>
    assert.throws(
      () => readUrl(url),
      (error) =>
        error instanceof TypeError &&
        problem.test(error.message) &&
        !error.message.includes("secret"),
    ));
}
