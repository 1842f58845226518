import { shorten } from "../../../core/errors/_shorten.ts";

/** A setting of the connection, under libpq's name, or a name of our own. */
export type Keyword =
  | "host"
  | "port"
  | "user"
  | "password"
  | "dbname"
  | "sslmode"
  | "sslrootcert"
  | "sslcert"
  | "sslkey"
  | "application_name"
  | "connect_timeout"
  | "schema"
  | "prepare"
  | "connections";

/** The environment variable that libpq reads for each setting; `undefined` for settings that are not libpq's. */
export const VARIABLES: Readonly<Record<Keyword, string | undefined>> = {
  host: "PGHOST",
  port: "PGPORT",
  user: "PGUSER",
  password: "PGPASSWORD",
  dbname: "PGDATABASE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  application_name: "PGAPPNAME",
  connect_timeout: "PGCONNECT_TIMEOUT",
  schema: undefined,
  prepare: undefined,
  connections: undefined,
};

/** All settings. */
export const KEYWORDS: readonly Keyword[] = Object.keys(VARIABLES).filter(isKeyword);

/** Whether a setting has this name. */
export function isKeyword(name: string): name is Keyword {
  return Object.hasOwn(VARIABLES, name);
}

/** A value that was given, and its source for messages, such as `PGPORT` or `port`. */
export interface Setting {
  readonly text: string;
  readonly source: string;
}

/** What was given. A setting that is not there has its default. */
export type Settings = ReadonlyMap<Keyword, Setting>;

/** The error for a setting with a wrong value. */
export function unfit({ text, source }: Setting, problem: string): TypeError {
  return new TypeError(
    `Cannot connect to PostgreSQL: '${source}' is '${shorten(text)}'; ${problem}`,
  );
}
