import assert from "node:assert/strict";
import { Lookups } from "../../../../adapters/postgres/read/_lookups.ts";
import { withTestStore } from "../../../support/postgres/test_connections.ts";
import { suite } from "../../../support/suite.ts";

const ROWS = `INSERT INTO $.variable
  SELECT 'i' || number % 3, 'n' || number, 'Bytes', '{}', 1, 'v' || number, 0, NULL, 'x'
  FROM generate_series(1, 300) number`;
const DAMAGE = "UPDATE $.variable SET value_info = 'no JSON' WHERE name = 'n30'";
const DAMAGED = {
  name: "StorageError",
  code: "corrupt",
  message: "Cannot read variable 'n30': its row is damaged",
};

const test = suite("Lookups");

test("of one turn share statements, and each gets its own variable", () =>
  withTestStore(async ({ connections, tables, query }) => {
    await query(ROWS);
    const { statements } = connections;
    const found = new Lookups(connections, tables);
    const finding = Array.from({ length: 301 }, (_, i) => found.find(`i${i % 3}`, `n${i}`));
    const rows = await Promise.all([...finding, found.find("i0", "n3"), found.find("i1", "n3")]);
    assert.deepEqual(
      rows.map((row) => row?.record.version),
      [undefined, ...Array.from({ length: 300 }, (_, i) => `v${i + 1}`), "v3", undefined],
    );
    assert.equal(connections.statements - statements, 3);
  }));

test("fail alone if their rows are damaged", () =>
  withTestStore(async ({ connections, tables, query }) => {
    await query(ROWS);
    await query(DAMAGE);
    const found = new Lookups(connections, tables);
    const good = [found.find("i0", "n3"), found.find("i1", "n31"), found.find("i1", "n30")];
    await assert.rejects(found.find("i0", "n30"), DAMAGED);
    const versions = (await Promise.all(good)).map((row) => row?.record.version);
    assert.deepEqual(versions, ["v3", "v31", undefined]);
  }));

test("fail together if their statement does, and later ones do not", () =>
  withTestStore(async ({ connections, tables, query }) => {
    await query(ROWS);
    const found = new Lookups(connections, tables);
    await query("ALTER TABLE $.variable RENAME TO elsewhere");
    for (const one of [found.find("i0", "n3"), found.find("i1", "n1")]) {
      await assert.rejects(one, {
        code: "io",
        message: /^Cannot read the store: .*does not exist/,
      });
    }
    await query("ALTER TABLE $.elsewhere RENAME TO variable");
    assert.equal((await found.find("i0", "n3"))?.record.version, "v3");
  }));
