import type { ConnectionSettings } from "../../adapters/postgres/settings/_connection_settings.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Reads the URL of a PostgreSQL store.
 *
 * @throws {UsageError} If a part of it is wrong.
 */
export async function readPostgresUrl(url: string): Promise<ConnectionSettings> {
  const { connectionSettings } = await import(
    "../../adapters/postgres/settings/_connection_settings.ts"
  );
  try {
    return connectionSettings({ connectionString: url });
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
