import type { Pool, PoolClient } from "pg";
import { isError } from "../../_is_error.ts";
import type { SslWays } from "../settings/_ssl_ways.ts";

/** How long a server that has refused the preferred way is not asked again. */
const REMEMBERED_MS = 60_000;
/** `pg` has no code for this answer, which is one byte. */
const NO_TLS = "The server does not support SSL connections";
/** What PostgreSQL answers if `pg_hba.conf` has no line for a connection with, or without, TLS. */
const INVALID_AUTHORIZATION = "28000";

/**
 * Makes the function that takes connections from a pool. With `sslmode=prefer` and `allow` it tries the other way if the server
 * refuses the preferred one, which `pg` cannot do. For a minute it then begins with what the server took, since a new connection
 * would cost two; after that it asks again.
 *
 * @param pool A pool with the `ConnectionSettings.pool` of the same settings.
 * @param ways `ConnectionSettings.sslWays`.
 * @param now A clock that never goes back, in milliseconds.
 */
export function poolClients(
  pool: Pool,
  [preferred, other]: SslWays,
  now: () => number = () => performance.now(),
): () => Promise<PoolClient> {
  if (other === undefined) return () => pool.connect();
  let rememberedUntil = Number.NEGATIVE_INFINITY;
  const useTls = (tls: boolean) => {
    pool.options.ssl = tls === (preferred !== false) ? preferred : other;
    rememberedUntil = now() + REMEMBERED_MS;
  };
  return async () => {
    if (now() >= rememberedUntil) pool.options.ssl = preferred;
    const tried = pool.options.ssl;
    try {
      return await pool.connect();
    } catch (error) {
      const refused = refusedWay(error);
      if (refused === undefined) throw error;
      // Others may have been refused at the same time, and found the other way already. So it is set, not toggled.
      const wasTls = refused === "tls" || (refused === "either" && tried !== false);
      useTls(!wasTls);
      try {
        return await pool.connect();
      } catch (second) {
        rememberedUntil = Number.NEGATIVE_INFINITY;
        throw refusedWay(second) === "tls" ? error : second;
      }
    }
  };
}

/** Which way the server refused; `undefined` if the connection failed for another reason. */
function refusedWay(error: unknown): "tls" | "either" | undefined {
  if (!isError(error)) return undefined;
  if (error.message === NO_TLS) return "tls";
  const code = "code" in error ? error.code : undefined;
  // The handshake failed, for example since the two have no version of TLS in common.
  if (typeof code === "string" && (code.startsWith("ERR_SSL_") || code === "EPROTO")) return "tls";
  return code === INVALID_AUTHORIZATION ? "either" : undefined;
}
