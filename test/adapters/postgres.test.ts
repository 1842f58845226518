import assert from "node:assert/strict";
import { PostgresStorage } from "../../adapters/postgres.ts";
import { testContract } from "../support/contract_runner.ts";
import { withPostgresSubject } from "../support/postgres/postgres_subject.ts";
import { withTestSchema } from "../support/postgres/test_schema.ts";
import { suite } from "../support/suite.ts";

const test = suite("PostgresStorage");

testContract(test, { durable: true, shared: true }, (run) => withPostgresSubject(run), {
  queries: true,
  health: true,
});

test("keeps values between openings", () =>
  withTestSchema(async (place) => {
    const content = new TextEncoder().encode("x");
    const first = await PostgresStorage.open(place);
    await first.apply("i", [{ op: "put", name: "a", type: "Bytes", valueInfo: {}, content }]);
    await first.close();
    const second = await PostgresStorage.open(place);
    assert.deepEqual((await second.stat("i", "a"))?.inline, content);
    await second.close();
  }));

test("is not made with 'new'", () => {
  assert.throws(() => Reflect.construct(PostgresStorage, [{}]), /await PostgresStorage.open/);
});
