import type { VerificationWatch } from "../../_verification.ts";
import type { Database } from "../_driver.ts";
import { rowSum, UnsummedRows } from "../_row_sum.ts";

/** One row has at most 256 KiB. */
const ROWS = 8;

type Row = [content: number, index: number, sum: number | null, bytes: unknown];

/** Checks the rows of large contents. Whether all rows of a variable are there is checked with the variable. */
export function* chunkRows(
  db: Database,
  { onDamage, onProgress }: VerificationWatch,
): Iterable<void> {
  const unsummed = new UnsummedRows(db, "content");
  const page = db
    .prepare<[number, number, number], Row>(
      `SELECT id >> 24, id & 0xffffff, sum, bytes FROM chunk
       WHERE id > ((? << 24) | ?) ORDER BY id LIMIT ?`,
    )
    .raw();
  const owner = db
    .prepare<[number], [instanceId: string, name: string]>(
      `SELECT i.name, v.name FROM variable v JOIN instance i ON i.id = v.instance
       WHERE v.content = ? LIMIT 1`,
    )
    .raw();
  for (let after: readonly [number, number] = [-1, 0]; ; ) {
    const rows = page.all(...after, ROWS);
    for (const [content, index, sum, bytes] of rows) {
      const isBytes = bytes instanceof Uint8Array;
      onProgress(0, isBytes ? bytes.length : 0);
      const isWhole = isBytes && sum === rowSum(content, `${index}`, bytes);
      if (isWhole || (isBytes && unsummed.has(content, sum))) continue;
      const place = `${db.name}, table 'chunk', row ${index} of content ${content}`;
      const [instanceId, name] = owner.get(content) ?? [];
      if (instanceId === undefined || name === undefined) {
        const problem = "256 KiB are not what was written; no variable has them";
        onDamage({ place, problem });
      } else {
        const problem = "up to 256 KiB of the value are not what was written";
        onDamage({ place, problem, variable: { instanceId, name } });
      }
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last[0], last[1]];
    yield;
  }
}
