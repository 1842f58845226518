import { randomBytes } from "node:crypto";
import { testPool } from "./test_pool.ts";
import { testPostgres } from "./test_postgres.ts";

/** A place for the tables of one test. */
export interface TestSchema {
  readonly connectionString: string;
  /** A name that no schema of the server has. The test makes the schema, if it wants one. */
  readonly schema: string;
}

/**
 * Gives `run` the name of a schema that is not there yet, and drops the schema afterwards. A schema takes a few milliseconds, a database a
 * hundred.
 *
 * @param url The server. Default: the one that all tests share.
 */
export async function withTestSchema<T>(
  run: (place: TestSchema) => Promise<T>,
  url?: string,
): Promise<T> {
  const connectionString = url ?? (await testPostgres());
  const schema = `varpost_test_${randomBytes(8).toString("hex")}`;
  try {
    return await run({ connectionString, schema });
  } finally {
    await testPool(connectionString).query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  }
}
