import type { PoolClient } from "pg";
import { scalarKey } from "../../../core/storage/query/scalar_key.ts";
import { plainBytes } from "../../_row_values.ts";
import { runScript, setForTransaction } from "../connections/_connections.ts";
import type { Tables } from "./_tables.ts";

/** Number of variables that one statement fills. */
const ROWS = 5_000;
/** No value with a scalar key has more bytes. */
const MAX_BYTES = 64;

type Row = [instanceId: string, name: string, type: Buffer, inline: Buffer | null];

/** Fills the scalar keys of variables that are there already, in slices. Nobody else writes meanwhile. */
export async function fillScalars(client: PoolClient, { variable }: Tables): Promise<void> {
  // Each variable is looked up by itself.
  const settings = { enable_seqscan: "off", enable_hashjoin: "off", enable_mergejoin: "off" };
  await runScript(client, [`SELECT ${setForTransaction(settings)}`]);
  const select = `SELECT v.instance, v.name, v.type, v.inline FROM ${variable} v
    WHERE (v.instance, v.name) > ($1, $2) AND v.content IS NULL
      AND (v.inline IS NULL OR length(v.inline) <= ${MAX_BYTES})
    ORDER BY v.instance, v.name LIMIT ${ROWS}`;
  const update = `UPDATE ${variable} v SET scalar = filled.scalar
    FROM unnest($1::text[], $2::text[], $3::bytea[]) AS filled (instance, name, scalar)
    WHERE v.instance = filled.instance AND v.name = filled.name`;
  let after = ["", ""];
  for (;;) {
    const { rows } = await client.query<Row>({ text: select, values: after, rowMode: "array" });
    const filled = rows.flatMap((row) => filledRow(row) ?? []);
    const columns = [0, 1, 2].map((column) => filled.map((row) => row[column]));
    if (filled.length > 0) await client.query(update, columns);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    after = [last[0], last[1]];
  }
}

function filledRow([instanceId, name, type, inline]: Row) {
  const content = inline === null ? {} : { inline: plainBytes(inline) };
  const key = scalarKey({ type: type.toString(), isNull: inline === null, ...content });
  return key && [[instanceId, name, Buffer.from(key)]];
}
