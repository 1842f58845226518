import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { query, withDatabase, withPostgres } from "../server/postgres/database.ts";
import type { Table } from "../support/table.ts";
import type { Driver, OpenDriver, Statement } from "./drivers/driver.ts";
import { openPg } from "./drivers/pg_driver.ts";
import { openPostgresJs } from "./drivers/postgres_js_driver.ts";

const DRIVERS: readonly OpenDriver[] = [openPg, openPostgresJs];
const VARIABLES = 4_096;
const BATCH = 32;
const AT_ONCE = 16;
const MILLISECONDS = 1_500;
const COPY_BYTES = 2 ** 28;
const ROW_BYTES = 2 ** 18;

const value = randomBytes(1024);
const names = Array.from({ length: VARIABLES }, (_, at) => `variable${at}`);

const PUT_BATCH = {
  name: "put_batch",
  text: `INSERT INTO value SELECT name, substring($3::bytea FROM start FOR 1024)
    FROM unnest($1::text[], $2::integer[]) AS put (name, start)
    ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes`,
};
const PUT = {
  name: "put",
  text: "INSERT INTO value VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes",
};
const GET_BATCH = {
  name: "get_batch",
  text: "SELECT name, bytes FROM unnest($1::text[]) AS wanted (name) JOIN value USING (name)",
};
const GET = { name: "get", text: "SELECT bytes FROM value WHERE name = $1" };

/** How fast a driver is in its best round. In parentheses the processor time of this process, which depends less on what else runs. */
export interface DriverResult {
  readonly driver: string;
  readonly what: string;
  /** Values, or megabytes, a second. */
  readonly perSecond: number;
  /** Microseconds of this process for each of them. */
  readonly processorTime: number;
}

interface Work {
  readonly what: string;
  /** Returns how many values, or megabytes, it has moved. */
  run(driver: Driver): Promise<number>;
}

const WORKS: readonly Work[] = [
  { what: "puts/s, 32 a statement", run: (driver) => repeat(1, (at) => putBatch(driver, at)) },
  { what: "puts/s, one a statement", run: (driver) => repeat(AT_ONCE, (at) => put(driver, at)) },
  { what: "gets/s, 32 a statement", run: (driver) => repeat(1, (at) => getBatch(driver, at)) },
  { what: "gets/s, one a statement", run: (driver) => repeat(AT_ONCE, (at) => get(driver, at)) },
  { what: "COPY in, MB/s", run: copyIn },
  { what: "COPY out, MB/s", run: copyOut },
];

/** Lets the drivers do the same with one PostgreSQL, in turns. */
export function measureDrivers(rounds: number): Promise<DriverResult[]> {
  return withPostgres((server) =>
    withDatabase(server, async (url) => {
      await query(url, "CREATE TABLE value (name text PRIMARY KEY, bytes bytea NOT NULL)");
      await query(url, "CREATE TABLE chunk (bytes bytea NOT NULL)");
      await query(url, "ALTER TABLE chunk ALTER bytes SET STORAGE EXTERNAL");
      const drivers = DRIVERS.map((open) => open(url));
      const best = new Map<string, DriverResult>();
      for (const { what, run } of WORKS) {
        // The first round prepares the statements, and is not counted.
        for (let round = 0; round <= rounds; round += 1) {
          for (const driver of drivers) {
            await query(url, what.startsWith("COPY in") ? "TRUNCATE chunk" : "CHECKPOINT");
            const result = { driver: driver.name, what, ...(await measure(() => run(driver))) };
            const key = `${driver.name} ${what}`;
            const before = best.get(key);
            if (round > 0 && result.perSecond > (before?.perSecond ?? 0)) best.set(key, result);
          }
        }
      }
      await Promise.all(drivers.map((driver) => driver.close()));
      return [...best.values()];
    }),
  );
}

async function measure(
  run: () => Promise<number>,
): Promise<Pick<DriverResult, "perSecond" | "processorTime">> {
  const started = performance.now();
  const before = process.cpuUsage();
  const done = await run();
  const { user, system } = process.cpuUsage(before);
  const perSecond = (done * 1000) / (performance.now() - started);
  return { perSecond, processorTime: (user + system) / done };
}

async function repeat(workers: number, step: (at: number) => Promise<number>): Promise<number> {
  const end = performance.now() + MILLISECONDS;
  let at = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < end) {
        done += await step(at++);
      }
    }),
  );
  return done;
}

async function putBatch(driver: Driver, at: number): Promise<number> {
  const batch = batchOf(at);
  const starts = batch.map((_, index) => 1 + index * value.length);
  await driver.run(PUT_BATCH, [batch, starts, Buffer.concat(batch.map(() => value))]);
  return BATCH;
}

async function put(driver: Driver, at: number): Promise<number> {
  await driver.run(PUT, [names[at % VARIABLES], value]);
  return 1;
}

function getBatch(driver: Driver, at: number): Promise<number> {
  return got(driver, GET_BATCH, [batchOf(at)], BATCH);
}

function get(driver: Driver, at: number): Promise<number> {
  return got(driver, GET, [names[at % VARIABLES]], 1);
}

async function got(
  driver: Driver,
  statement: Statement,
  values: readonly unknown[],
  count: number,
): Promise<number> {
  const rows = await driver.run(statement, values);
  if (rows.length !== count) throw new Error(`Cannot count: ${rows.length} rows came back`);
  return count;
}

function batchOf(at: number): readonly string[] {
  const first = (at * BATCH) % VARIABLES;
  return names.slice(first, first + BATCH);
}

async function copyIn(driver: Driver): Promise<number> {
  const copy = await driver.copyIn("COPY chunk FROM STDIN (FORMAT binary)");
  const done = finished(copy);
  copy.write(Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1"));
  const row = Buffer.alloc(6 + ROW_BYTES, 7);
  row.writeInt16BE(1, 0);
  row.writeInt32BE(ROW_BYTES, 2);
  for (let left = COPY_BYTES; left > 0; left -= ROW_BYTES) {
    if (!copy.write(row)) await once(copy, "drain");
  }
  copy.end(Buffer.from([0xff, 0xff]));
  await done;
  return COPY_BYTES / 1e6;
}

async function copyOut(driver: Driver): Promise<number> {
  const copy = await driver.copyOut("COPY chunk TO STDOUT (FORMAT binary)");
  let bytes = 0;
  copy.on("data", (piece: Buffer) => {
    bytes += piece.length;
  });
  await finished(copy);
  if (bytes < COPY_BYTES) throw new Error(`Cannot count: ${bytes} bytes came back`);
  return COPY_BYTES / 1e6;
}

export function driversTable(results: readonly DriverResult[]): Table {
  const drivers = [...new Set(results.map(({ driver }) => driver))];
  const cell = (driver: string, { what }: Work) => {
    const result = results.find((each) => each.driver === driver && each.what === what);
    if (result === undefined) return "";
    return `${result.perSecond.toFixed(0)} (${result.processorTime.toFixed(0)})`;
  };
  return {
    title: "Packages that talk to PostgreSQL: values of 1 KiB, and rows of 256 KiB",
    note: "In parentheses microseconds of the client's processor time for each value or megabyte. One a statement: 16 at once.",
    columns: ["", ...WORKS.map(({ what }) => what)],
    rows: drivers.map((driver) => [driver, ...WORKS.map((work) => cell(driver, work))]),
  };
}
