import pg from "pg";

/** Connects a plain client, which nothing of varpost is in, and ends it after `run`. */
export async function withPostgresClient<T>(
  connectionString: string,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  // Without a listener, a server that is stopped would end the process. Queries fail anyway.
  client.on("error", () => {});
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
