import { isHostName } from "../../core/rest/cross_site/_host_name.ts";
import { LOG_LEVELS, type LogLevel } from "../../core/rest/log/log.ts";
import { MAX_TIMER_MS } from "../node/_check_milliseconds.ts";
import { LOG_FORMATS, type LogFormat } from "../node/log_format.ts";
import { redactPassword } from "./_redact_password.ts";
import { UsageError } from "./_usage_error.ts";

/** A value that was given, and its source. */
export interface Given {
  readonly text: string;
  /** The option or the environment variable that gave it. */
  readonly source: string;
}

/** A whole number and a unit. */
const SIZE = /^(\d+) ?([kmgt]i?b|b)?$/i;
const POWERS = ["b", "k", "m", "g", "t"];

/** Reads a port. Default 8080. */
export function portOf(given: Given | undefined): number {
  if (given === undefined) return 8080;
  const port = Number(given.text);
  if (/^\d{1,5}$/.test(given.text) && port <= 65_535) return port;
  const isServiceLink = given.source === "VARPOST_PORT" && given.text.startsWith("tcp://");
  throw unfit(
    given,
    isServiceLink
      ? "Kubernetes sets it for a service named varpost; give --port, or 'enableServiceLinks: false'"
      : "a port is a whole number from 0 to 65535",
  );
}

/**
 * Reads a size, in bytes. `kB` is 1000 bytes and `KiB` is 1024. A letter alone, such as `k`, is refused, since people read it as
 * either.
 */
export function bytesOf(given: Given): number {
  if (given.text === "Infinity") return Number.POSITIVE_INFINITY;
  const [match, digits, unit = "B"] = SIZE.exec(given.text) ?? [];
  const base = unit.length === 3 ? 1024 : 1000;
  const bytes = Number(digits) * base ** POWERS.indexOf(unit.charAt(0).toLowerCase());
  if (match !== undefined && Number.isSafeInteger(bytes)) return bytes;
  throw unfit(
    given,
    "give a whole number of bytes, or Infinity; units are kB, MB, GB, TB and KiB, MiB, GiB, TiB, as in 512MiB",
  );
}

/** Reads a rate, in bytes a second. 0 means any rate. */
export function rateOf(given: Given): number {
  const rate = bytesOf(given);
  if (rate !== Number.POSITIVE_INFINITY) return rate;
  throw unfit(given, "give a whole number of bytes a second, or 0 for any rate");
}

/** Reads a largest number: a whole number from 1, or `Infinity`. */
export function countOf(given: Given): number {
  if (given.text === "Infinity") return Number.POSITIVE_INFINITY;
  const count = Number(given.text);
  if (/^\d+$/.test(given.text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw unfit(given, "give a whole number from 1, or Infinity");
}

/** Reads a number of seconds from 0, and returns milliseconds. */
export function delayOf(given: Given): number {
  if (given.text === "0") return 0;
  const milliseconds = secondsOf(given);
  if (milliseconds !== Number.POSITIVE_INFINITY) return milliseconds;
  throw unfit(given, "give a number of seconds, or 0 for no delay");
}

/** Reads a number of seconds, and returns milliseconds. */
export function secondsOf(given: Given): number {
  if (given.text === "Infinity") return Number.POSITIVE_INFINITY;
  const milliseconds = Number(given.text) * 1_000;
  const isTime = milliseconds >= 1 && milliseconds <= MAX_TIMER_MS;
  if (isTime && /^\d+(?:\.\d{1,3})?$/.test(given.text)) return Math.round(milliseconds);
  const most = Math.floor(MAX_TIMER_MS / 1_000);
  throw unfit(given, `give a number of seconds above 0, at most ${most}, or Infinity`);
}

/** Reads a host name or address, without a port. */
export function hostOf(given: Given): string {
  if (isHostName(given.text)) return given.text;
  throw unfit(given, "give a name or an address, as in varpost.example.com, without a port");
}

/** Reads a web origin. */
export function originOf(given: Given): string {
  if (/^[a-z][a-z\d+.-]*:\/\/[^\s/?#@]+$/i.test(given.text)) return given.text;
  throw unfit(given, "an origin looks like https://app.example.com, without a path");
}

/** Reads a switch. Default off. */
export function switchOf(given: Given | undefined): boolean {
  if (given === undefined || given.text === "false") return false;
  if (given.text === "true") return true;
  throw unfit(given, "give true or false");
}

/** Reads a log level. Default info. */
export function logLevelOf(given: Given | undefined): LogLevel {
  if (given === undefined) return "info";
  const level = LOG_LEVELS.find((known) => known === given.text);
  if (level !== undefined) return level;
  throw unfit(given, `give one of ${LOG_LEVELS.join(", ")}`);
}

/** Reads the form of lines. Default text. */
export function logFormatOf(given: Given | undefined): LogFormat {
  if (given === undefined) return "text";
  const format = LOG_FORMATS.find((known) => known === given.text);
  if (format !== undefined) return format;
  throw unfit(given, `give ${LOG_FORMATS.join(" or ")}`);
}

function unfit({ text, source }: Given, expected: string): UsageError {
  return new UsageError(`Cannot use '${redactPassword(text)}' for '${source}': ${expected}`);
}
