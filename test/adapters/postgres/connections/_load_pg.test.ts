import assert from "node:assert/strict";
import pg from "pg";
import { loadPg } from "../../../../adapters/postgres/connections/_load_pg.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("loadPg()");

test("loads the packages", async () => {
  const { Pool } = await loadPg();
  assert.equal(Pool, pg.Pool);
});

test("refuses a pg that is set up to change the bytes that it reads", async () => {
  pg.defaults.binary = true;
  try {
    await assert.rejects(loadPg(), {
      code: "io",
      message: /pg\.defaults\.binary.*Set it to false/,
    });
  } finally {
    pg.defaults.binary = false;
  }
});
