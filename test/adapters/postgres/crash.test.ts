import assert from "node:assert/strict";
import { runSharedCrashRounds } from "../../support/crash/shared/shared_crash_rounds.ts";
import { noOwnCluster } from "../../support/postgres/test_postgres.ts";
import { suite } from "../../support/suite.ts";
import { testUnless } from "../../support/test_unless.ts";

const test = testUnless(
  suite("kill -9 under several processes that write to one store"),
  noOwnCluster(),
);

test("PostgreSQL keeps what it acknowledged, whole, and sweeps the rest", async () => {
  const { total, details } = await runSharedCrashRounds({
    faults: ["writers", "backend"],
    writers: 2,
    seed: 3,
    leaseMs: 1_000,
    operations: 40,
  });
  const { acknowledged, ...rest } = total;
  assert.deepEqual(details, []);
  assert.deepEqual(rest, { rounds: 2, lost: 0, torn: 0, leftovers: 0 });
  assert.ok(acknowledged > 0);
});
