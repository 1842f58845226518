import { checkLimits } from "../limits.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Room in the form for all that is not the value: delimiters, headers, text parts. */
const FORM_OVERHEAD_BYTES = 4 * MIB;

/** How much a form, or JSON, may hold. All inclusive: exactly the limit is fine. `Infinity` only where it is written out. */
export interface FormLimits {
  /** Parts of a form. Default 32. */
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
   * Bytes of what has to be held or parsed: a `data` of JSON or of any value type but Bytes, File and Object; a document of JSON,
   * in which at most 500,000 values are fine, but for a string that is streamed; a value that is printed. Default 16 MiB.
   */
  readonly maxJsonBytes: number;
  /** Bytes of the whole form. Default `maxValueBytes` + 4 MiB. */
  readonly maxTotalBytes: number;
}

const DEFAULTS: Omit<FormLimits, "maxTotalBytes"> = {
  maxParts: 32,
  maxHeaderBytes: 16 * KIB,
  maxTextBytes: 64 * KIB,
  maxValueBytes: GIB,
  maxJsonBytes: 16 * MIB,
};

/**
 * Fills in the defaults of the limits that are not set, and checks those that are.
 *
 * @param given What the caller set.
 * @returns All limits, set.
 * @throws {RangeError} If one is no whole number from 0, nor `Infinity`.
 */
export function formLimits(given: Partial<FormLimits> = {}): FormLimits {
  const { maxTotalBytes, ...others } = given;
  const limits = checkLimits(others, DEFAULTS);
  return {
    ...limits,
    ...checkLimits(
      { maxTotalBytes },
      { maxTotalBytes: limits.maxValueBytes + FORM_OVERHEAD_BYTES },
    ),
  };
}
