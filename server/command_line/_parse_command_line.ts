import { parseArgs } from "node:util";
import { nearest } from "../../core/errors/_nearest.ts";
import type { LogLevel } from "../../core/rest/log/log.ts";
import type { LogFormat } from "../node/log_format.ts";
import type { TlsFiles } from "../node/tls/_read_tls_files.ts";
import {
  FLAGS,
  isFlag,
  isOptionName,
  OPTION_NAMES,
  OPTIONS,
  type OptionName,
} from "./_command_line_options.ts";
import {
  bytesOf,
  countOf,
  delayOf,
  type Given,
  hostOf,
  logFormatOf,
  logLevelOf,
  originOf,
  rateOf,
  secondsOf,
  switchOf,
} from "./_option_values.ts";
import { type Address, readAddress, readTls } from "./_read_address.ts";
import { type Environment, readEnvironment } from "./_read_environment.ts";
import { redactPassword } from "./_redact_password.ts";
import { UsageError } from "./_usage_error.ts";

/** The settings of the server, with defaults filled in. */
export interface Settings extends Address {
  /** `undefined` for plain HTTP. */
  readonly tls: TlsFiles | undefined;
  /** A storage URL, such as `sqlite:varpost.db`. */
  readonly storage: string;
  readonly limits: { readonly maxValueBytes?: number; readonly maxJsonBytes?: number };
  readonly javaTypes: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** `undefined` if nobody is asked for a password. */
  readonly usersFile: string | undefined;
  /** `undefined` if nobody is asked for a token. */
  readonly tokenFile: string | undefined;
  /** Milliseconds; `undefined` for the server's default. */
  readonly keepAliveMs: number | undefined;
  /** `undefined` for the server's default. */
  readonly maxConnections: number | undefined;
  /** Milliseconds; `undefined` for the server's default. */
  readonly stopDelayMs: number | undefined;
  /** Bytes a second; `undefined` for the server's default. */
  readonly minBodyRate: number | undefined;
  readonly lenient: boolean;
  readonly page: boolean;
  readonly acceptDamage: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly accessLog: boolean;
  readonly metrics: boolean;
}

/** The command that a command line means: print the usage, print the version, or serve. */
export type Command = "help" | "version" | Settings;

/**
 * Reads the command line, and takes from the environment the options that the command line does not give.
 *
 * @param args The arguments behind the program's name.
 * @param environment Variables such as `VARPOST_PORT`. A blank variable counts as not set.
 * @throws {UsageError} If an option or a variable is unknown, an option that is not repeatable is given twice, or a value is wrong.
 */
export function parseCommandLine(args: readonly string[], environment: Environment): Command {
  const arguments_ = readArguments(args);
  if (typeof arguments_ === "string") return arguments_;
  const given = new Map([...readEnvironment(environment), ...arguments_]);
  const first = (name: OptionName) => given.get(name)?.[0];
  const maxValueBytes = first("max-value-bytes");
  const maxJsonBytes = first("max-json-bytes");
  const keepAlive = first("keep-alive-timeout");
  const maxConnections = first("max-connections");
  const stopDelay = first("stop-delay");
  const minBodyRate = first("min-body-rate");
  return {
    ...readAddress(first),
    tls: readTls(first),
    storage: first("storage")?.text ?? "sqlite:varpost.db",
    limits: {
      ...(maxValueBytes === undefined ? {} : { maxValueBytes: bytesOf(maxValueBytes) }),
      ...(maxJsonBytes === undefined ? {} : { maxJsonBytes: bytesOf(maxJsonBytes) }),
    },
    javaTypes: given.get("java-type")?.map(({ text }) => text) ?? [],
    allowedHosts: given.get("allow-host")?.map(hostOf) ?? [],
    allowedOrigins: given.get("allow-origin")?.map(originOf) ?? [],
    usersFile: first("users")?.text,
    tokenFile: first("token-file")?.text,
    keepAliveMs: keepAlive === undefined ? undefined : secondsOf(keepAlive),
    maxConnections: maxConnections === undefined ? undefined : countOf(maxConnections),
    stopDelayMs: stopDelay === undefined ? undefined : delayOf(stopDelay),
    minBodyRate: minBodyRate === undefined ? undefined : rateOf(minBodyRate),
    lenient: switchOf(first("lenient")),
    page: !switchOf(first("no-page")),
    acceptDamage: switchOf(first("accept-damage")),
    logLevel: logLevelOf(first("log-level")),
    logFormat: logFormatOf(first("log-format")),
    accessLog: switchOf(first("access-log")),
    metrics: switchOf(first("metrics")),
  };
}

type AllGiven = Map<OptionName, readonly Given[]>;

function readArguments(args: readonly string[]): "help" | "version" | AllGiven {
  const options = Object.fromEntries([
    ...OPTION_NAMES.map((name) => [name, optionOf(name)]),
    ["help", { type: "boolean", short: "h" }],
    ["version", { type: "boolean" }],
  ]);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const all: AllGiven = new Map();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw unknown("argument", token.value, []);
    const { name, rawName, value, inlineValue } = token;
    if (!isFlag(name) && !isOptionName(name)) {
      throw unknown("option", rawName, [...OPTION_NAMES, ...FLAGS]);
    }
    if ((isFlag(name) || !takesValue(name)) && value !== undefined) {
      throw unreadable(rawName, "it takes no value");
    }
    if (isFlag(name)) return name;
    const text = takesValue(name) ? value?.trim() : "true";
    // A text that begins with a dash is the next option, not the value of this one, unless it is written with '='.
    if (text === undefined || text === "" || (!inlineValue && /^-./.test(text))) {
      throw unreadable(rawName, "it needs a value");
    }
    const before = all.get(name) ?? [];
    if (before.length > 0 && !OPTIONS[name].multiple)
      throw unreadable(rawName, "it is given twice");
    all.set(name, [...before, { text, source: rawName }]);
  }
  return all;
}

function optionOf(name: OptionName): { type: "string" | "boolean"; short?: string } {
  const { short } = OPTIONS[name];
  const type = takesValue(name) ? "string" : "boolean";
  return short === undefined ? { type } : { type, short };
}

function takesValue(name: OptionName): boolean {
  return OPTIONS[name].value !== undefined;
}

function unreadable(rawName: string, problem: string): UsageError {
  return new UsageError(`Cannot read option '${rawName}': ${problem}`);
}

function unknown(kind: string, given: string, known: readonly string[]): UsageError {
  const guess = nearest(
    given,
    known.map((name) => `--${name}`),
  );
  const hint = guess === undefined ? "'--help' lists all there are" : `did you mean '${guess}'?`;
  return new UsageError(
    `Cannot read the command line: unknown ${kind} '${redactPassword(given)}'; ${hint}`,
  );
}
