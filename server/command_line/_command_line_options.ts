import { LOG_LEVELS } from "../../core/rest/log/log.ts";
import { LOG_FORMATS } from "../node/log_format.ts";

/** An option of the server. Its environment variable is `VARPOST_` and its name in capitals, with `_` for `-`. */
export interface Option {
  /** Name of its value for the usage. `undefined` for a switch: it takes no value, and its variable is `true` or `false`. */
  readonly value?: string;
  /** Description for the usage, with the default in parentheses. */
  readonly help: string;
  /** One letter that means the same option. */
  readonly short?: string;
  /** Whether it may be given several times. In the environment the values are separated by commas. */
  readonly multiple?: true;
}

/** The name of an option, without the dashes. */
export type OptionName =
  | "host"
  | "port"
  | "listen"
  | "tls-cert"
  | "tls-key"
  | "storage"
  | "max-value-bytes"
  | "max-json-bytes"
  | "java-type"
  | "allow-host"
  | "allow-origin"
  | "users"
  | "token-file"
  | "keep-alive-timeout"
  | "max-connections"
  | "stop-delay"
  | "min-body-rate"
  | "lenient"
  | "no-page"
  | "accept-damage"
  | "log-level"
  | "log-format"
  | "access-log"
  | "metrics";

/** All options, in the order of the usage. */
export const OPTIONS: Readonly<Record<OptionName, Option>> = {
  host: { value: "HOST", help: "host name or address to bind (127.0.0.1)" },
  port: { value: "PORT", short: "p", help: "port to bind, 0 for any free port (8080); also -p" },
  listen: {
    value: "unix:PATH",
    help: "a Unix socket instead of host and port; ?mode=660 opens it to its group",
  },
  "tls-cert": { value: "FILE", help: "serves HTTPS with this certificate and its chain, in PEM" },
  "tls-key": { value: "FILE", help: "private key of the certificate, in PEM" },
  storage: {
    value: "URL",
    help: "sqlite:FILE, filesystem:DIRECTORY, memory: or postgres://… (sqlite:varpost.db)",
  },
  "max-value-bytes": { value: "SIZE", help: "largest value, such as 512MiB or Infinity (1GiB)" },
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
  users: { value: "FILE", help: "lets in only the users of this file, by HTTP Basic" },
  "token-file": { value: "FILE", help: "lets in only who has a token of this file, by Bearer" },
  "keep-alive-timeout": {
    value: "SECONDS",
    help: "longest time a connection may be idle between requests, or Infinity (72)",
  },
  "max-connections": {
    value: "NUMBER",
    help: "most connections at once, or Infinity (8192)",
  },
  "stop-delay": {
    value: "SECONDS",
    help: "how long it still serves when it stops, while it is not ready (0)",
  },
  "min-body-rate": {
    value: "SIZE",
    help: "lowest rate of a body, per second; 0 for any rate (1KiB)",
  },
  lenient: {
    help: "tolerate a missing boundary, a File without a name, 'mimetype', unknown filters",
  },
  "no-page": { help: "serve no page for browsers at /" },
  "accept-damage": { help: "open a filesystem store although unknown values are lost in it" },
  "log-level": { value: "LEVEL", help: `${LOG_LEVELS.join(", ")} (info)` },
  "log-format": { value: "FORMAT", help: `${LOG_FORMATS.join(" or ")}, of all lines (text)` },
  "access-log": { help: "a line for each request on the standard output" },
  metrics: { help: "serve GET /metrics, for Prometheus" },
};

/** The names of all options. */
export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTIONS).filter(isOptionName);

/** Options that print something instead of starting the server. */
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
  "repeatable ones with commas between the values; PORT counts if VARPOST_PORT is not set.",
  "",
].join("\n");

/** Whether an option has this name. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** Whether the option prints something instead of starting the server. */
export function isFlag(name: string): name is (typeof FLAGS)[number] {
  return name === "help" || name === "version";
}

function line(left: string, right: string): string {
  return `  ${left.padEnd(30)} ${right}`;
}
