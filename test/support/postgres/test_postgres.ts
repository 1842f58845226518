import { PostgresCluster } from "./postgres_cluster.ts";

/** Name of the environment variable with the URL of a server that the tests use, instead of starting one. */
export const TEST_POSTGRES = "VARPOST_TEST_POSTGRES";
/** Name of the environment variable with the address at which the test command tells the URL of the cluster of this run. */
export const ASK_FOR_POSTGRES = "VARPOST_TEST_POSTGRES_FROM";

let url: Promise<string> | undefined;

/**
 * The URL of the PostgreSQL that all tests of a run share; nobody may stop it. It is the one of `VARPOST_TEST_POSTGRES`, else that of the
 * test command, which starts it for the first test file that asks, else one for this process.
 *
 * @throws {Error} If there is none. So a test that needs it fails.
 */
export function testPostgres(): Promise<string> {
  url ??= find();
  return url;
}

async function find(): Promise<string> {
  const { [TEST_POSTGRES]: given, [ASK_FOR_POSTGRES]: address } = process.env;
  if (given !== undefined) return given;
  if (address === undefined) return (await PostgresCluster.start()).url;
  const response = await fetch(address, { headers: { connection: "close" } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Why tests may not start and stop a PostgreSQL of their own; `undefined` if they may. */
export function noOwnCluster(): string | undefined {
  if (process.env[TEST_POSTGRES] === undefined) return undefined;
  return `${TEST_POSTGRES} names a server, which tests may not stop`;
}
