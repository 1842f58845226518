import { parseArgs } from "node:util";
import {
  FLAGS,
  isOptionName,
  OPTION_NAMES,
  OPTIONS,
  type OptionName,
} from "./_command_line_options.ts";
import { isHostName } from "./_host_name.ts";
import { nearest } from "./_nearest.ts";
import { UsageError } from "./_usage_error.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** What the server is told to do, defaults filled in. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** A storage URL, as in `sqlite:varpost.db`. */
  readonly storage: string;
  readonly limits: { readonly maxValueBytes?: number; readonly maxJsonBytes?: number };
  readonly javaTypes: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly lenient: boolean;
  readonly logLevel: LogLevel;
}

/** What the command line asks for. */
export type Command = "help" | "version" | Settings;

/**
 * Reads the command line, and the environment for what is not there.
 *
 * @param args What follows the program's name.
 * @param environment Variables such as `VARPOST_PORT`. An empty one counts as not set.
 * @throws {UsageError} If an option is not known, or a value not fit.
 */
export function parseCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const given = readArguments(args);
  if (typeof given === "string") return given;
  for (const name of OPTION_NAMES) readEnvironment(name, environment, given);
  const last = (name: OptionName) => given.get(name)?.at(-1);
  const maxValueBytes = last("max-value-bytes");
  const maxJsonBytes = last("max-json-bytes");
  return {
    host: last("host")?.text ?? "127.0.0.1",
    port: portOf(last("port")),
    storage: last("storage")?.text ?? "sqlite:varpost.db",
    limits: {
      ...(maxValueBytes === undefined ? {} : { maxValueBytes: bytesOf(maxValueBytes) }),
      ...(maxJsonBytes === undefined ? {} : { maxJsonBytes: bytesOf(maxJsonBytes) }),
    },
    javaTypes: given.get("java-type")?.map(({ text }) => text) ?? [],
    allowedHosts: given.get("allow-host")?.map(hostOf) ?? [],
    allowedOrigins: given.get("allow-origin")?.map(originOf) ?? [],
    lenient: switchOf(last("lenient")),
    logLevel: logLevelOf(last("log-level")),
  };
}

/** A value, and where it was written. */
interface Given {
  readonly text: string;
  readonly source: string;
}

type AllGiven = Map<OptionName, readonly Given[]>;

function readArguments(args: readonly string[]): "help" | "version" | AllGiven {
  const options = Object.fromEntries([
    ...OPTION_NAMES.map((name) => [name, { type: takesValue(name) ? "string" : "boolean" }]),
    ...FLAGS.map((name) => [name, { type: "boolean" }]),
  ]);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const all: AllGiven = new Map();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw unknown("argument", token.value, []);
    const { name, rawName, value, inlineValue } = token;
    const isFlag = name === "help" || name === "version";
    if (!isFlag && !isOptionName(name)) {
      throw unknown("option", rawName, [...OPTION_NAMES, ...FLAGS]);
    }
    if ((isFlag || !takesValue(name)) && value !== undefined) {
      throw new UsageError(`Cannot read option '${rawName}': it takes no value`);
    }
    if (isFlag) return name;
    const text = takesValue(name) ? value : "true";
    if (text === undefined || text === "" || (!inlineValue && text.startsWith("--"))) {
      throw new UsageError(`Cannot read option '${rawName}': it needs a value`);
    }
    all.set(name, [...(all.get(name) ?? []), { text, source: rawName }]);
  }
  return all;
}

function takesValue(name: OptionName): boolean {
  return OPTIONS[name].value !== undefined;
}

function readEnvironment(
  name: OptionName,
  environment: Readonly<Record<string, string | undefined>>,
  all: AllGiven,
): void {
  const source = `VARPOST_${name.toUpperCase().replaceAll("-", "_")}`;
  const value = environment[source];
  if (value === undefined || value === "" || all.has(name)) return;
  const texts = OPTIONS[name].multiple ? value.split(",").map((text) => text.trim()) : [value];
  all.set(
    name,
    texts.map((text) => ({ text, source })),
  );
}

function portOf(given: Given | undefined): number {
  if (given === undefined) return 8080;
  const port = Number(given.text);
  if (/^\d{1,5}$/.test(given.text) && port <= 65_535) return port;
  throw unfit(given, "a port is a whole number from 0 to 65535");
}

function bytesOf(given: Given): number {
  const bytes = Number(given.text);
  if (given.text === "Infinity" || (/^\d+$/.test(given.text) && Number.isSafeInteger(bytes))) {
    return bytes;
  }
  throw unfit(given, "give a whole number of bytes, or Infinity");
}

function hostOf(given: Given): string {
  if (isHostName(given.text)) return given.text;
  throw unfit(given, "give a name or an address, as in varpost.example.com, without a port");
}

function originOf(given: Given): string {
  if (/^[a-z][a-z\d+.-]*:\/\/[^\s/?#@]+$/i.test(given.text)) return given.text;
  throw unfit(given, "an origin looks like https://app.example.com, without a path");
}

function switchOf(given: Given | undefined): boolean {
  if (given === undefined || given.text === "false") return false;
  if (given.text === "true") return true;
  throw unfit(given, "give true or false");
}

function logLevelOf(given: Given | undefined): LogLevel {
  if (given === undefined) return "info";
  const level = LOG_LEVELS.find((known) => known === given.text);
  if (level !== undefined) return level;
  throw unfit(given, `give one of ${LOG_LEVELS.join(", ")}`);
}

function unfit({ text, source }: Given, expected: string): UsageError {
  return new UsageError(`Cannot use '${text}' for '${source}': ${expected}`);
}

function unknown(kind: string, given: string, known: readonly string[]): UsageError {
  const guess = nearest(
    given,
    known.map((name) => `--${name}`),
  );
  const hint = guess === undefined ? "'--help' lists all there are" : `did you mean '${guess}'?`;
  return new UsageError(`Cannot read the command line: unknown ${kind} '${given}'; ${hint}`);
}
