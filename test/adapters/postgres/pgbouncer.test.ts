/** A part of the contract through PgBouncer in transaction mode. `npm run test:postgres` runs the whole. */
import assert from "node:assert/strict";
import { storageContract } from "../../../adapters/contract.ts";
import { noPgbouncer, withPgbouncer } from "../../support/postgres/pgbouncer.ts";
import { withPostgresSubject } from "../../support/postgres/postgres_subject.ts";
import { testPostgres } from "../../support/postgres/test_postgres.ts";
import { suite } from "../../support/suite.ts";

const test = suite("PostgresStorage through PgBouncer");

/** What needs locks, several transactions in a row, COPY, and snapshots. */
const GROUPS: readonly string[] = ["preconditions", "sharing", "shared writes", "queries"];
const cases = storageContract(
  { durable: true, shared: true },
  { queries: true, health: true },
).filter(({ group }) => GROUPS.includes(group));
assert.deepEqual([...new Set(cases.map(({ group }) => group))].sort(), [...GROUPS].sort());

const missing = noPgbouncer();
for (const { group, name, run } of cases) {
  const title = `${group}: ${name}`;
  if (missing !== undefined) {
    test.skip(title, missing);
    continue;
  }
  test(title, async () => {
    const url = await testPostgres();
    await withPgbouncer(url, (through) =>
      withPostgresSubject(run, { url, through, options: { prepare: false } }),
    );
  });
}
