import { LOG_LEVELS } from "../../core/rest/log/log.ts";

/** An option of the server. Its environment variable is its name in capitals, after `VARPOST_`. */
export interface Option {
  /** What to give it; `undefined` if giving the option says it all. Then the variable is `true` or `false`. */
  readonly value?: string;
  readonly help: string;
  /** A letter that stands for it. */
  readonly short?: string;
  /** May be given more than once; in the environment a list with commas. */
  readonly multiple?: true;
}

/** The name of an option, without the dashes. */
export type OptionName =
  | "host"
  | "port"
  | "storage"
  | "max-value-bytes"
  | "max-json-bytes"
  | "java-type"
  | "allow-host"
  | "allow-origin"
  | "keep-alive-timeout"
  | "max-connections"
  | "min-body-rate"
  | "lenient"
  | "log-level";

/** All of them, in the order of the usage. */
export const OPTIONS: Readonly<Record<OptionName, Option>> = {
  host: { value: "HOST", help: "host name or address to bind (127.0.0.1)" },
  port: { value: "PORT", short: "p", help: "port to bind, 0 for any that is free (8080); also -p" },
  storage: {
    value: "URL",
    help: "sqlite:FILE, filesystem:DIRECTORY or memory: (sqlite:varpost.db)",
  },
  "max-value-bytes": { value: "SIZE", help: "largest value, as in 512MiB or Infinity (1GiB)" },
  "max-json-bytes": { value: "SIZE", help: "largest value that has to be parsed (16MiB)" },
  "java-type": {
    value: "NAME",
    help: "Java class to accept as 'type'; repeatable",
    multiple: true,
  },
  "allow-host": {
    value: "NAME",
    help: "further host name that requests may be for; repeatable",
    multiple: true,
  },
  "allow-origin": {
    value: "ORIGIN",
    help: "origin whose pages may read and write; repeatable",
    multiple: true,
  },
  "keep-alive-timeout": {
    value: "SECONDS",
    help: "how long a connection may rest between requests, or Infinity (72)",
  },
  "max-connections": {
    value: "NUMBER",
    help: "connections at once, or Infinity (8192)",
  },
  "min-body-rate": {
    value: "SIZE",
    help: "a second of a body that is waited for, 0 for none (1KiB)",
  },
  lenient: { help: "put up with a missing boundary, a File without name, 'mimetype'" },
  "log-level": { value: "LEVEL", help: `${LOG_LEVELS.join(", ")} (info)` },
};

/** The names of all options. */
export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTIONS).filter(isOptionName);

/** What is asked for instead of serving. */
export const FLAGS = ["help", "version"] as const;

/** The text of `--help`. */
export const USAGE: string = [
  "Usage: varpost [options]",
  "",
  "Serves Camunda 7's process variables. Options, with their defaults:",
  "",
  ...OPTION_NAMES.map((name) => line(`--${name} ${OPTIONS[name].value ?? ""}`, OPTIONS[name].help)),
  line("--help", "print this; also -h"),
  line("--version", "print the version"),
  "",
  "A SIZE is in bytes, or has a unit: kB, MB, GB, TB of 1000, KiB, MiB, GiB, TiB of 1024.",
  "Each option may also be set in the environment: --max-value-bytes as VARPOST_MAX_VALUE_BYTES,",
  "repeatable ones with commas between; PORT is taken where VARPOST_PORT is not set.",
  "",
].join("\n");

/** Whether there is an option of that name. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** Whether it is asked for instead of serving. */
export function isFlag(name: string): name is (typeof FLAGS)[number] {
  return name === "help" || name === "version";
}

function line(left: string, right: string): string {
  return `  ${left.padEnd(30)} ${right}`;
}
