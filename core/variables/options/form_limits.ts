import { checkLimits } from "../../errors/_check_limits.ts";
import { checkMembers, type Members } from "../../errors/_check_members.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Room in the form for all that is not the value: delimiters, headers, text parts. */
const FORM_OVERHEAD_BYTES = 4 * MIB;

/** Several documents of the greatest size at once, and no heap of Node is too small for them. */
const HELD_JSON_BYTES = 64 * MIB;

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
   * but for a string that is streamed; a value that is printed. Default 16 MiB.
   */
  readonly maxJsonBytes: number;
  /**
   * Bytes of all documents of JSON over 16 KiB that are being read at the same time, by their announced length, or else
   * `maxJsonBytes` each. A request beyond it waits, for 5 s at most. Default 64 MiB, or `maxJsonBytes` if that is more.
   */
  readonly maxHeldJsonBytes: number;
  /** Variables that one request sets and deletes. Default 10,000. */
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
 * Fills in the defaults of the limits that are not set, and checks those that are.
 *
 * @param given What the caller set.
 * @returns All limits, set.
 * @throws {RangeError} If one is no whole number from 0, nor `Infinity`.
 * @throws {TypeError} If there is no such limit.
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
