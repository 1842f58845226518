import assert from "node:assert/strict";
import pg from "pg";
import {
  DeadlineError,
  endsConnection,
  isTransient,
  sqlState,
  storageError,
  unavailable,
  wasLost,
} from "../../../../adapters/postgres/connections/_storage_error.ts";
import { StorageError, type StorageErrorCode } from "../../../../core/storage/storage_error.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("storageError() of PostgreSQL");

/** The codes that PostgreSQL gives, the meaning of each, and what is done about it. */
const MEANINGS: readonly (readonly [
  state: string,
  code: StorageErrorCode,
  todo?: "another connection" | "the same again",
])[] = [
  ["08000", "unavailable", "another connection"],
  ["08006", "unavailable", "another connection"],
  ["08P01", "unavailable", "another connection"],
  ["22021", "io"],
  ["23505", "io"],
  ["25006", "unavailable", "another connection"],
  ["25P02", "io"],
  ["25P03", "unavailable", "another connection"],
  ["28000", "unavailable"],
  ["28P01", "unavailable"],
  ["3D000", "io"],
  ["40001", "unavailable", "the same again"],
  ["40P01", "unavailable", "the same again"],
  ["42501", "io"],
  ["42P01", "io"],
  ["53100", "full"],
  ["53200", "unavailable"],
  ["53300", "unavailable"],
  ["53400", "unavailable"],
  ["55P03", "unavailable"],
  ["57014", "unavailable"],
  ["57P01", "unavailable", "another connection"],
  ["57P02", "unavailable", "another connection"],
  ["57P03", "unavailable", "another connection"],
  ["58030", "io"],
  ["XX000", "io"],
  ["XX001", "corrupt"],
  ["XX002", "corrupt"],
];

function databaseError(state: string): pg.DatabaseError {
  const error = new pg.DatabaseError("native text", 11, "error");
  error.code = state;
  error.severity = "ERROR";
  return error;
}

for (const [state, code, todo] of MEANINGS) {
  test(`takes ${state} for '${code}'${todo === undefined ? "" : `, and helps itself by ${todo}`}`, () => {
    const cause = databaseError(state);
    const error = storageError("read the store", cause);
    assert.equal(error.code, code);
    assert.equal(error.cause, cause);
    assert.match(error.message, /^Cannot read the store: [a-z].*[^.]$/);
    const tells = code === "io" || code === "full" || state.startsWith("28");
    assert.equal(error.message.includes("native text"), tells);
    for (const either of [cause, error]) {
      assert.equal(endsConnection(either), todo === "another connection");
      assert.equal(wasLost(either), todo === "another connection");
      assert.equal(isTransient(either), todo === "the same again");
    }
    assert.equal(sqlState(cause), state);
  });
}

test("takes an error of the network for a lost connection", () => {
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", errno: -104 });
  for (const cause of [reset, new Error("Connection terminated unexpectedly")]) {
    const error = storageError("read the store", cause);
    assert.equal(error.code, "unavailable");
    const text = `Cannot read the store: the database cannot be reached: ${cause.message}`;
    assert.equal(error.message, text);
    assert.deepEqual(
      [wasLost(error), endsConnection(error), isTransient(error)],
      [true, true, false],
    );
  }
});

test("knows codes of five letters that are not PostgreSQL's", () => {
  const pipe = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  assert.equal(sqlState(pipe), "");
  assert.equal(storageError("read the store", pipe).code, "unavailable");
  assert.equal(sqlState(undefined), "");
});

test("does not try again what came to no end in time", () => {
  const late = storageError("read the store", new DeadlineError("nothing came within 5 ms"));
  assert.equal(late.message, "Cannot read the store: nothing came within 5 ms");
  assert.deepEqual([late.code, wasLost(late), isTransient(late)], ["unavailable", false, false]);
});

test("keeps what is a StorageError already", () => {
  const error = new StorageError("gone", "Cannot use the stage");
  assert.equal(storageError("write", error), error);
  assert.deepEqual([wasLost(error), isTransient(error)], [false, false]);
  assert.equal(wasLost(unavailable("write", "the database was away")), false);
});

test("has a text for errors without one", () => {
  const addresses = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  const nameless = new TypeError();
  for (const [cause, text] of [
    [addresses, "ECONNREFUSED"],
    [nameless, "TypeError"],
    ["words", "words"],
  ] as const) {
    const { message } = storageError("write", cause);
    assert.equal(message, `Cannot write: the database cannot be reached: ${text}`);
  }
});
