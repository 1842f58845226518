import { userInfo } from "node:os";
import type { PoolConfig } from "pg";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { PostgresOptions } from "../postgres_options.ts";
import { type Environment, gatherSettings } from "./_gather_settings.ts";
import { placeOf } from "./_login.ts";
import { passwordSource } from "./_password_source.ts";
import type { Keyword, Settings } from "./_setting.ts";
import { schemaOf, switchOf, wholeOf } from "./_setting_values.ts";
import { withContext } from "./_ssl_context.ts";
import { type SslWays, sslWays } from "./_ssl_ways.ts";
import { userFiles } from "./_user_files.ts";

/** What a storage needs to know of its database. */
export interface ConnectionSettings {
  /** For `new Pool()`. The password in it is a function, so that nothing shows it. */
  readonly pool: PoolConfig;
  /** How connections are secured, for `poolClients()`. The pool begins with the preferred one. */
  readonly sslWays: SslWays;
  /** The place for messages, without the password: `postgres://user@host:5432/database`. */
  readonly place: string;
  readonly schema: string;
  readonly prepare: boolean;
}

/** Fewest connections of a process. */
const MIN_CONNECTIONS = 3;
/**
 * How long opening a connection, and waiting for a free one, may take if nothing else is given. libpq would wait for ever, and 0, which
 * means that, is refused: nothing here waits without a limit.
 */
const CONNECT_TIMEOUT_S = 10;

/**
 * Turns options, a URL and the environment into settings of `pg`. Each is given to `pg` as a value, so that it neither parses a URL nor
 * reads the environment: it takes `sslmode=require` for `verify-full`, and does not fall back with `prefer`.
 *
 * @param options What the program gives.
 * @param environment Variables such as `PGHOST`.
 * @throws {TypeError} If something in them is wrong.
 * @throws {StorageError} "io" if a file that they name cannot be read.
 */
export function connectionSettings(
  options: PostgresOptions,
  environment: Environment = process.env,
): ConnectionSettings {
  const settings = gatherSettings(options, environment);
  const text = (keyword: Keyword) => settings.get(keyword)?.text;
  const user = text("user") ?? systemUser();
  const host = text("host") ?? "localhost";
  const port = wholeOf(settings.get("port"), 5432, 1, 65_535);
  const login = { host, port, user, database: text("dbname") ?? user };
  const { folder, passwordFile } = userFiles(environment);
  const ways = waysOf(options, settings, host, folder, environment);
  const seconds = wholeOf(settings.get("connect_timeout"), CONNECT_TIMEOUT_S, 1, 86_400);
  return {
    pool: {
      ...login,
      password: passwordSource(options.password ?? text("password"), passwordFile, login),
      ssl: ways[0],
      application_name: text("application_name") ?? "varpost",
      max: wholeOf(settings.get("connections"), 10, MIN_CONNECTIONS, 10_000),
      connectionTimeoutMillis: seconds * 1_000,
      keepAlive: true,
    },
    sslWays: ways,
    place: placeOf(login),
    schema: schemaOf(settings.get("schema")),
    prepare: switchOf(settings.get("prepare")),
  };
}

function waysOf(
  { ssl }: PostgresOptions,
  settings: Settings,
  host: string,
  folder: string,
  environment: Environment,
): SslWays {
  if (ssl !== undefined && typeof ssl !== "boolean" && (typeof ssl !== "object" || ssl === null)) {
    throw new TypeError(
      `Cannot use the options of PostgresStorage.open: 'ssl' is ${describeValue(ssl)}; pass options of tls.connect(), true or false`,
    );
  }
  // A wrong `sslmode` is refused although a socket of the same machine has no TLS.
  const ways: SslWays =
    ssl === undefined
      ? sslWays(settings, folder, environment)
      : [typeof ssl === "object" ? withContext("ssl", ssl) : ssl && {}];
  if (host.startsWith("/")) return [false];
  if (environment["PGSSLNEGOTIATION"] === "direct" && (ways[0] === false || ways.length > 1)) {
    throw new TypeError(
      "Cannot connect to PostgreSQL: 'PGSSLNEGOTIATION' is 'direct'; this needs 'sslmode' to be require, verify-ca or verify-full",
    );
  }
  return ways;
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new TypeError(
      "Cannot connect to PostgreSQL: the user of this process has no name here; give 'user' or 'PGUSER'",
      { cause: error },
    );
  }
}
