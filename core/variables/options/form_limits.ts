import { checkLimits } from "../../errors/_check_limits.ts";
import { checkMembers, type Members } from "../../errors/_check_members.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Room in a form for the bytes around the value: delimiters, headers, text parts. */
const FORM_OVERHEAD_BYTES = 4 * MIB;

/** Enough for several documents of the largest size at once, and it fits into every heap of Node. */
const HELD_JSON_BYTES = 64 * MIB;

/** The limits of a form and of JSON. All are inclusive: exactly the limit is allowed. A limit can be `Infinity`. */
export interface FormLimits {
  /** Number of parts of a form. Default 32. */
  readonly maxParts: number;
  /** Bytes of one part's headers. Default 16 KiB. */
  readonly maxHeaderBytes: number;
  /**
   * Bytes of each of the parts `type`, `variableType` and `valueType`, and of each text in the `valueInfo` of JSON. Default
   * 64 KiB.
   */
  readonly maxTextBytes: number;
  /** Bytes of the part `data`, or of a value in JSON. Default 1 GiB. */
  readonly maxValueBytes: number;
  /**
   * Bytes that have to be held in memory or parsed: a `data` of JSON or of any value type except Bytes, File and Object; a document of
   * JSON without the string that is streamed; a value that is printed. Default 16 MiB.
   */
  readonly maxJsonBytes: number;
  /**
   * Bytes of all documents of JSON over 16 KiB that are read at the same time. Each counts with its announced length, or else with
   * `maxJsonBytes`. A request that finds no room waits at most 5 s. Default 64 MiB, or `maxJsonBytes` if that is more.
   */
  readonly maxHeldJsonBytes: number;
  /** Number of variables that one request sets and deletes. Default 10,000. */
  readonly maxChanges: number;
  /** Bytes of the whole form. Default `maxValueBytes` + 4 MiB. */
  readonly maxTotalBytes: number;
}

const DEFAULTS: Omit<FormLimits, "maxTotalBytes" | "maxHeldJsonBytes"> = {
  maxParts: 32,
  maxHeaderBytes: 16 * KIB,
  maxTextBytes: 64 * KIB,
  maxValueBytes: GIB,
  maxJsonBytes: 16 * MIB,
  maxChanges: 10_000,
};

const NAMES: Members<FormLimits> = {
  maxParts: true,
  maxHeaderBytes: true,
  maxTextBytes: true,
  maxValueBytes: true,
  maxJsonBytes: true,
  maxTotalBytes: true,
  maxChanges: true,
  maxHeldJsonBytes: true,
};

/**
 * Checks limits, and fills in the defaults of the others.
 *
 * @param given The limits that the caller sets.
 * @returns All limits.
 * @throws {RangeError} If a limit is neither a whole number from 0 nor `Infinity`.
 * @throws {TypeError} If the name of a limit is unknown.
 */
export function formLimits(given: Partial<FormLimits> = {}): FormLimits {
  checkMembers<Partial<FormLimits>>("limits", given, NAMES);
  const { maxTotalBytes, maxHeldJsonBytes, ...others } = given;
  const limits = checkLimits(others, DEFAULTS);
  return {
    ...limits,
    ...checkLimits(
      { maxTotalBytes, maxHeldJsonBytes },
      {
        maxTotalBytes: limits.maxValueBytes + FORM_OVERHEAD_BYTES,
        maxHeldJsonBytes: Math.max(HELD_JSON_BYTES, limits.maxJsonBytes),
      },
    ),
  };
}
