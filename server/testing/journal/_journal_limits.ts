import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import type { JournalOptions } from "./journal_options.ts";

/** The limits of a journal, each with its default. */
export type JournalLimits = Readonly<Record<keyof JournalOptions, number>>;

const DEFAULTS: JournalLimits = {
  maxRequests: 10_000,
  maxBodyBytes: 1024 ** 2,
  maxTotalBytes: 64 * 1024 ** 2,
};
const KNOWN: Members<JournalOptions> = {
  maxRequests: true,
  maxBodyBytes: true,
  maxTotalBytes: true,
};

/**
 * Checks the options of a journal, and fills in the defaults.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If a limit is neither a whole number from 0 nor `Infinity`.
 */
export function journalLimits(options: JournalOptions): JournalLimits {
  checkMembers("options of 'journal'", options, KNOWN);
  const { maxRequests, maxBodyBytes, maxTotalBytes } = options;
  return {
    maxRequests: limit("maxRequests", maxRequests),
    maxBodyBytes: limit("maxBodyBytes", maxBodyBytes),
    maxTotalBytes: limit("maxTotalBytes", maxTotalBytes),
  };
}

function limit(name: keyof JournalLimits, value: number = DEFAULTS[name]): number {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new RangeError(
    `Cannot set 'journal.${name}' to ${value}: it must be a whole number from 0, or Infinity`,
  );
}
