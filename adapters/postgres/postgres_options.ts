import type { ConnectionOptions } from "node:tls";

/**
 * How to reach a database of PostgreSQL, and how to use it.
 *
 * What is given neither here nor in `connectionString` comes from the environment variables that psql reads, too: `PGHOST`,
 * `PGPORT`, `PGUSER`, `PGPASSWORD`, `PGPASSFILE`, `PGDATABASE`, `PGSSLMODE`, `PGSSLROOTCERT`, `PGSSLCERT`, `PGSSLKEY`, `PGAPPNAME` and
 * `PGCONNECT_TIMEOUT`. Nothing may be given twice, once in `connectionString` and once beside it.
 */
export interface PostgresOptions {
  /**
   * A URL as in `postgres://user@host:5432/database?sslmode=verify-full`, with `postgres:` or `postgresql:`. In user, password and
   * database, `%40` stands for `@`, `%3A` for `:` and `%2F` for `/`.
   *
   * Its parameters are those of libpq (`host`, `port`, `user`, `password`, `dbname`, `sslmode`, `sslrootcert`, `sslcert`, `sslkey`,
   * `application_name`, `connect_timeout`), and `schema`, `prepare` and `connections` for the options of these names. `sslmode` is
   * one of `disable`, `allow`, `prefer` (default), `require`, `verify-ca` and `verify-full`, and means what it means to libpq.
   *
   * Source: https://www.postgresql.org/docs/current/libpq-connect.html, sections "Connection URIs" and "Parameter Key Words".
   */
  readonly connectionString?: string | undefined;
  /** Name or address of the server, or the folder of its Unix socket, which begins with `/`. Default: `localhost`. */
  readonly host?: string | undefined;
  /** Port of the server. Default: 5432. */
  readonly port?: number | undefined;
  /** Name of the role. Default: the user of the operating system. */
  readonly user?: string | undefined;
  /**
   * The password, or a function that fetches it for each new connection, for passwords that expire. It is called only if the server
   * asks for a password. Default: that of the password file (`~/.pgpass`).
   */
  readonly password?: string | (() => string | Promise<string>) | undefined;
  /** Name of the database. Default: the name of the role. */
  readonly database?: string | undefined;
  /**
   * TLS as Node understands it, in place of `sslmode`: options of `tls.connect()`; `true` for its defaults, which verify the
   * certificate and the name; `false` for no TLS.
   */
  readonly ssl?: boolean | ConnectionOptions | undefined;
  /**
   * Name of the schema that holds the tables. It is created if it does not exist. 1 to 63 bytes of UTF-8, any characters but
   * U+0000; names with `pg_` in front and `information_schema` belong to PostgreSQL. Default: `varpost`.
   */
  readonly schema?: string | undefined;
  /**
   * Whether statements are prepared under a name, once for each connection. `false` is slower, and is needed behind PgBouncer before
   * 1.21 in transaction mode. Default: `true`.
   */
  readonly prepare?: boolean | undefined;
  /** The most connections that this process holds at once, 3 at least. Default: 10. */
  readonly connections?: number | undefined;
  /** The name under which the connections appear in `pg_stat_activity`. Default: `varpost`. */
  readonly applicationName?: string | undefined;
}
