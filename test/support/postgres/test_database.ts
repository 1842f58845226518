import { randomBytes } from "node:crypto";
import { withPostgresClient } from "./postgres_client.ts";
import { testPostgres } from "./test_postgres.ts";

/**
 * Gives `run` the URL of a database of its own, and drops the database afterwards. It takes some tenths of a second; where a schema is
 * enough, take `withTestSchema`.
 *
 * @param run Gets the URL, with which the superuser of the tests comes.
 * @param options Options of `CREATE DATABASE`.
 */
export async function withTestDatabase<T>(
  run: (url: string) => Promise<T>,
  options = "ENCODING UTF8",
): Promise<T> {
  const server = await testPostgres();
  const name = `varpost_test_${randomBytes(8).toString("hex")}`;
  const url = new URL(server);
  url.pathname = name;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE template0 ${options}`);
  try {
    return await run(url.href);
  } finally {
    await execute(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/** A role without any rights but to log in. */
export interface TestRole {
  readonly name: string;
  /** Its name, in quotes where SQL needs them. */
  readonly sql: string;
  /** The URL with which it comes to the database. */
  readonly url: string;
}

/**
 * Gives `run` a new role, and drops it afterwards with all that it owns in the database.
 *
 * @param url The URL of a database for a superuser.
 */
export async function withTestRole<T>(
  url: string,
  run: (role: TestRole) => Promise<T>,
): Promise<T> {
  const name = `Varpost test's "${randomBytes(8).toString("hex")}"`;
  const sql = `"${name.replaceAll('"', '""')}"`;
  const own = new URL(url);
  own.username = encodeURIComponent(name);
  own.password = "secret";
  await execute(url, `CREATE ROLE ${sql} LOGIN PASSWORD 'secret'`);
  try {
    return await run({ name, sql, url: own.href });
  } finally {
    await execute(url, `DROP OWNED BY ${sql} CASCADE; DROP ROLE ${sql}`);
  }
}

/** Runs statements, each of them or all in one transaction, on a connection of their own. */
export async function execute(url: string, text: string): Promise<void> {
  await withPostgresClient(url, (client) => client.query(text));
}
