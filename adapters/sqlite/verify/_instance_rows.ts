import type { VerificationWatch } from "../../_verification.ts";
import { ORPHAN_TEXT } from "../_content_table.ts";
import type { Database } from "../_driver.ts";
import { CLEARED } from "../_instance_table.ts";
import { rowSum, UnsummedRows } from "../_row_sum.ts";

const ROWS = 1_000;

/** Checks the rows of the instances. */
export function* instanceRows(db: Database, { onDamage }: VerificationWatch): Iterable<void> {
  const unsummed = new UnsummedRows(db, "instance");
  const page = db
    .prepare<[number, number], [id: number, sum: number | null, name: string]>(
      "SELECT id, sum, name FROM instance WHERE id > ? ORDER BY id LIMIT ?",
    )
    .raw();
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = page.all(after, ROWS);
    for (const [id, sum, name] of rows) {
      if (sum === rowSum(id, String(name)) || unsummed.has(id, sum)) continue;
      const place = `${db.name}, table 'instance', row ${id}`;
      onDamage({ place, problem: `the row of instance '${name}' is not what was written` });
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    [after] = last;
    yield;
  }
}

/** Checks the lists of what is to be deleted: a wrong entry is left out, so nothing is lost by it, but garbage stays. */
export function* listedRows(db: Database, { onDamage }: VerificationWatch): Iterable<void> {
  for (const [table, column, text] of [
    ["loose", "content", ORPHAN_TEXT],
    ["cleared", "instance", CLEARED],
  ] as const) {
    const unsummed = new UnsummedRows(db, column);
    const rows = db
      .prepare<[], [id: number, sum: number | null]>(`SELECT ${column}, sum FROM ${table}`)
      .raw();
    for (const [id, sum] of rows.iterate()) {
      if (sum === rowSum(id, text) || unsummed.has(id, sum)) continue;
      const place = `${db.name}, table '${table}', row ${id}`;
      onDamage({ place, problem: "the row is not what was written; no value is lost by it" });
    }
    yield;
  }
}
