import type { PoolClient } from "pg";

/**
 * The setting that has warnings of COMMIT sent, whatever is set for the role. Belongs to the beginning of a transaction that `commit`
 * ends.
 */
export const SEND_WARNINGS = { client_min_messages: "warning" } as const;

/**
 * Commits a transaction that has begun with `SEND_WARNINGS`.
 *
 * @throws {Error} If it is not certain that it was committed. One warning is known: somebody has ended the wait for a synchronous
 * standby, by `pg_cancel_backend()`. Then the database says COMMIT, although the transaction would be lost with this server.
 */
export async function commit(client: PoolClient): Promise<void> {
  let warning: string | undefined;
  const onNotice = ({ message }: { readonly message?: string | undefined }) => {
    warning = message ?? "";
  };
  client.on("notice", onNotice);
  try {
    const { command } = await client.query("COMMIT");
    if (command !== "COMMIT") throw new Error(`The transaction ended by ${command}`);
    if (warning !== undefined) throw new Error(`The database warned at COMMIT: ${warning}`);
  } finally {
    client.removeListener("notice", onNotice);
  }
}
