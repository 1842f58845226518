import { connectionSettings } from "../../../adapters/postgres/settings/_connection_settings.ts";
import { verifyPostgres } from "../../../adapters/postgres/verify/_verify_postgres.ts";
import { PostgresStorage } from "../../../adapters/postgres.ts";
import { createRandom } from "../crash/random.ts";
import { damageValues } from "../damage/damage_values.ts";
import { withPostgresClient } from "../postgres/postgres_client.ts";
import type { TestSchema } from "../postgres/test_schema.ts";
import { damagesOf } from "./verify_files.ts";
import { type FlippedStore, type VerifyResult, verifyRounds } from "./verify_rounds.ts";

/** The columns whose bits are flipped. */
const COLUMNS: Readonly<Record<string, readonly (readonly [name: string, type: string])[]>> = {
  variable: [
    ["instance", "text"],
    ["name", "text"],
    ["type", "bytea"],
    ["value_info", "bytea"],
    ["size", "bigint"],
    ["version", "text"],
    ["updated_at", "bigint"],
    ["content", "bigint"],
    ["inline", "bytea"],
    ["scalar", "bytea"],
    ["sum", "integer"],
  ],
  chunk: [
    ["content", "bigint"],
    ["index", "integer"],
    ["sum", "integer"],
    ["bytes", "bytea"],
  ],
};

/** Flips bits in the rows of a PostgreSQL store, by SQL. */
export async function verifyTables(
  place: TestSchema,
  { flips, seed }: { flips: number; seed: number },
): Promise<VerifyResult> {
  const random = createRandom(seed);
  const whole = await PostgresStorage.open(place);
  for (const { instance, put } of damageValues(seed)) {
    if (put === undefined) continue;
    await whole.apply(instance, [put]);
  }
  const short = { op: "put", valueInfo: {} } as const;
  const numbers = Array.from({ length: 20 }, (_, i) => ({
    ...short,
    name: `number ${i}`,
    type: "Long",
    content: Buffer.from(String(i)),
  }));
  await whole.apply("numbers", numbers);
  const settings = connectionSettings(place);
  return verifyRounds(whole, flips, (round) =>
    withFlip(place, round === undefined ? undefined : random, {
      verify: () => damagesOf((watch) => verifyPostgres(settings, watch)),
      open: () => PostgresStorage.open(place),
    }),
  );
}

/** Flips a bit, which `end` flips back. */
async function withFlip(
  { connectionString, schema }: TestSchema,
  random: (() => number) | undefined,
  use: Pick<FlippedStore, "verify" | "open">,
): Promise<FlippedStore> {
  if (random === undefined) return { place: "", end: async () => {}, ...use };
  const run = (text: string, values: readonly unknown[] = []) =>
    withPostgresClient(connectionString, async (client) => {
      const { rows } = await client.query({ text, values: [...values], rowMode: "array" });
      return rows;
    });
  for (;;) {
    const table = random() < 0.6 ? "variable" : "chunk";
    const columns = COLUMNS[table] ?? [];
    const [column, type] = columns[Math.floor(random() * columns.length)] ?? ["sum", "integer"];
    const length = type === "bytea" || type === "text" ? `octet_length("${column}")` : "1";
    const rows = await run(
      `SELECT ctid::text, ${length} FROM ${schema}.${table}
       WHERE "${column}" IS NOT NULL AND ${length} > 0 ORDER BY ctid`,
    );
    const [row, bytes] = rows[Math.floor(random() * rows.length)] ?? [];
    const flipped = flippedValue(column, type, Math.floor(random() * Number(bytes)), random());
    const flip = `UPDATE ${schema}.${table} SET "${column}" = ${flipped} WHERE ctid = $1::tid RETURNING ctid::text`;
    try {
      const [[changed] = []] = await run(flip, [row]);
      const end = async () => {
        await run(flip, [changed]);
      };
      return { place: `${table}.${column}`, end, ...use };
    } catch (error) {
      // Another row has this key.
      if (!/duplicate key/.test(String(error))) throw error;
    }
  }
}

/** An expression for the value with one flipped bit. */
function flippedValue(column: string, type: string, byte: number, where: number): string {
  const value = `"${column}"`;
  if (type === "bigint") return `${value} # (1::bigint << ${Math.floor(63 * where)})`;
  if (type === "integer") return `${value} # (1 << ${Math.floor(31 * where)})`;
  const flipIn = (bytes: string, bits: number) =>
    `set_byte(${bytes}, ${byte}, get_byte(${bytes}, ${byte}) # ${1 << Math.floor(bits * where)})`;
  if (type === "bytea") return flipIn(value, 8);
  // Other bits would make what is no text, and PostgreSQL takes none.
  return `convert_from(${flipIn(`convert_to(${value}, 'UTF8')`, 4)}, 'UTF8')`;
}
