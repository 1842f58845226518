import { compareKeys, scalarKey } from "../../../core/storage/query/scalar_key.ts";
import type { VerificationWatch } from "../../_verification.ts";
import { CHUNK_BYTES } from "../_content_table.ts";
import type { Database } from "../_driver.ts";
import { UnsummedRows } from "../_row_sum.ts";
import {
  areOfTheirKinds,
  fromColumns,
  VALUE_COLUMNS,
  type ValueColumns,
  type VariableRow,
  variableSum,
} from "../_variable_row.ts";

const ROWS = 256;

type Row = [
  id: number,
  instance: number,
  instanceId: string | null,
  scalar: unknown,
  sum: number | null,
  name: string,
  ...ValueColumns,
];

/** Checks the rows of the variables, and that their large contents have all rows. */
export function* variableRows(
  db: Database,
  { onDamage, onProgress }: VerificationWatch,
): Iterable<void> {
  const columns = VALUE_COLUMNS.split(", ").map((column) => `v.${column}`);
  const page = db
    .prepare<[number, number], Row>(
      `SELECT v.id, v.instance, i.name, v.scalar, v.sum, v.name, ${columns.join()}
       FROM variable v LEFT JOIN instance i ON i.id = v.instance
       WHERE v.id > ? ORDER BY v.id LIMIT ?`,
    )
    .raw();
  const problemOf = rowCheck(db);
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = page.all(after, ROWS);
    for (const row of rows) {
      const [id, , instanceId, , , name, , , , , , , inline] = row;
      onProgress(1, inline?.length ?? 0);
      const problem = problemOf(row);
      if (problem === undefined) continue;
      const variable = instanceId === null ? undefined : { instanceId, name };
      onDamage({ place: `${db.name}, table 'variable', row ${id}`, problem, variable });
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    [after] = last;
    yield;
  }
}

/** Makes what says how a row is damaged; `undefined` if it is whole, or nobody reads it any more. */
function rowCheck(db: Database): (row: Row) => string | undefined {
  const unsummed = new UnsummedRows(db, "variable");
  const isCleared = db.prepare<[number], 1>("SELECT 1 FROM cleared WHERE instance = ?").pluck();
  const chunks = db
    .prepare<[number, number], [rows: number, bytes: number]>(
      `SELECT count(*), total(length(bytes)) FROM chunk
       WHERE id BETWEEN (? << 24) AND ((? << 24) | 0xffffff)`,
    )
    .raw();
  return ([id, instance, instanceId, scalar, sum, name, ...columns]) => {
    if (instanceId === null) {
      if (isCleared.get(instance) !== undefined) return undefined;
      return `variable '${name}' is of an instance that is not there`;
    }
    const isWhole =
      typeof name === "string" &&
      areOfTheirKinds(columns) &&
      (sum === variableSum(instance, name, columns) || unsummed.has(id, sum));
    const variable = isWhole ? tryColumns(name, columns) : undefined;
    if (variable === undefined) return "the row is not what was written";
    const { record, content } = variable;
    if (!isSameKey(scalarKey(record), scalar)) {
      return "the key by which queries find the value is not what was written; set the variable again";
    }
    if (content === undefined) return undefined;
    const [rows, bytes] = chunks.get(content, content) ?? [0, 0];
    if (rows === Math.ceil(record.size / CHUNK_BYTES) && bytes === record.size) return undefined;
    return `the value has ${record.size} bytes, but ${bytes} are there`;
  };
}

function tryColumns(name: string, columns: ValueColumns): VariableRow | undefined {
  try {
    return fromColumns(name, columns);
  } catch {
    return undefined;
  }
}

function isSameKey(expected: Uint8Array | undefined, found: unknown): boolean {
  if (expected === undefined || !(found instanceof Uint8Array)) {
    return expected === undefined && found === null;
  }
  return compareKeys(expected, found) === 0;
}
