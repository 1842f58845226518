import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { PostgresOptions } from "../postgres_options.ts";
import { readUrl } from "./_read_url.ts";
import { KEYWORDS, type Keyword, type Setting, type Settings, VARIABLES } from "./_setting.ts";

/** Environment variables, in the form of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const MEMBERS: Members<PostgresOptions> = {
  connectionString: true,
  host: true,
  port: true,
  user: true,
  password: true,
  database: true,
  ssl: true,
  schema: true,
  prepare: true,
  connections: true,
  applicationName: true,
};

/** The options that are settings under another or the same name, and their types. */
const OPTIONS: readonly (readonly [
  option: keyof PostgresOptions,
  keyword: Keyword,
  type: "string" | "number" | "boolean",
])[] = [
  ["host", "host", "string"],
  ["port", "port", "number"],
  ["user", "user", "string"],
  ["database", "dbname", "string"],
  ["schema", "schema", "string"],
  ["prepare", "prepare", "boolean"],
  ["connections", "connections", "number"],
  ["applicationName", "application_name", "string"],
];

/** Variables that change to whom libpq connects or how it checks that. Not to heed them would be worse than to refuse them. */
const UNHEEDED = [
  "PGSERVICE",
  "PGHOSTADDR",
  "PGREQUIREAUTH",
  "PGREQUIREPEER",
  "PGSSLCRL",
  "PGSSLCRLDIR",
  "PGSSLMINPROTOCOLVERSION",
  "PGSSLMAXPROTOCOLVERSION",
];

/**
 * Gathers what is given: options and the URL first, then the environment. A blank variable counts as not set, as for libpq.
 *
 * @throws {TypeError} If an option has a wrong type, something is given twice, the URL cannot be read, or a variable would change
 * the connection in a way that there is not here.
 */
export function gatherSettings(options: PostgresOptions, environment: Environment): Settings {
  checkMembers("options of PostgresStorage.open", options, MEMBERS);
  checkUnheeded(environment);
  const given = new Map<Keyword, Setting>();
  if (options.connectionString !== undefined) {
    checkType("connectionString", options.connectionString, "string");
    for (const [keyword, setting] of readUrl(options.connectionString)) given.set(keyword, setting);
  }
  for (const [option, keyword, type] of OPTIONS) {
    const value = options[option];
    if (value === undefined) continue;
    checkType(option, value, type);
    checkOnce(option, given.get(keyword));
    given.set(keyword, { text: String(value), source: option });
  }
  if (options.password !== undefined) checkOnce("password", given.get("password"));
  if (options.ssl !== undefined) {
    for (const keyword of ["sslmode", "sslrootcert", "sslcert", "sslkey"] as const)
      checkOnce("ssl", given.get(keyword));
  }
  for (const keyword of KEYWORDS) {
    const source = VARIABLES[keyword] ?? "";
    const text = environment[source] ?? "";
    if (text !== "" && !given.has(keyword)) given.set(keyword, { text, source });
  }
  checkNulls(given);
  return given;
}

function checkType(option: string, value: unknown, type: string): void {
  if (typeof value === type && value !== "") return;
  const what = value === "" ? "empty" : describeValue(value);
  throw new TypeError(
    `Cannot use the options of PostgresStorage.open: '${option}' is ${what}; pass a ${type}`,
  );
}

function checkOnce(option: string, other: Setting | undefined): void {
  if (other === undefined) return;
  throw new TypeError(
    `Cannot use the options of PostgresStorage.open: '${option}' is given, and '${other.source}' in the URL; give one of them`,
  );
}

/** In the first message to the server U+0000 ends a value, and what follows would be a setting of its own. */
function checkNulls(given: Settings): void {
  for (const { text, source } of given.values()) {
    if (text.includes("\0")) {
      throw new TypeError(`Cannot connect to PostgreSQL: '${source}' has U+0000 in it`);
    }
  }
}

function checkUnheeded(environment: Environment): void {
  for (const variable of UNHEEDED) {
    if ((environment[variable] ?? "") !== "") throw unheeded(variable);
  }
  for (const variable of ["PGCHANNELBINDING", "PGGSSENCMODE"]) {
    if (environment[variable] === "require") throw unheeded(variable);
  }
}

function unheeded(variable: string): TypeError {
  return new TypeError(
    `Cannot connect to PostgreSQL: there is nothing here for the environment variable '${variable}'; unset it`,
  );
}
