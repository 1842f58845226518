import { types } from "node:util";
import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { STORAGE_ERROR_CODES } from "../../../core/storage/_storage_error_codes.ts";
import { StorageError, type StorageErrorCode } from "../../../core/storage/storage_error.ts";
import { checkMilliseconds } from "../../node/_check_milliseconds.ts";
import type {
  ApplyFault,
  ByteFault,
  StorageFault,
  StorageFaults,
  StorageStep,
} from "./storage_faults.ts";

/** A fault of any step, with its defaults. */
export interface CheckedFault {
  readonly error: StorageErrorCode | Error | undefined;
  readonly delay: number;
  readonly nth: number;
  readonly times: number;
  readonly afterBytes: number;
  readonly afterChange: boolean;
}

const FAULT: Members<StorageFault> = { error: true, delay: true, nth: true, times: true };
/** The members of a fault of a step that moves bytes. */
export const BYTE_FAULT: Members<ByteFault> = { ...FAULT, afterBytes: true };
/** The members of a fault of `apply`. */
export const APPLY_FAULT: Members<ApplyFault> = { ...FAULT, afterChange: true };

/** All steps. */
export const STEPS: Members<StorageFaults> = {
  stage: true,
  readStage: true,
  discard: true,
  apply: true,
  stat: true,
  open: true,
  read: true,
  closeVariable: true,
  list: true,
  instances: true,
  query: true,
  health: true,
  close: true,
};

/**
 * Checks faults, copies them, and fills in the defaults.
 *
 * @param given The faults.
 * @param lacking The optional steps that the storage lacks.
 * @throws {TypeError} If there is an unknown member, or a fault that cannot be.
 * @throws {RangeError} If a number is out of its range.
 */
export function checkStorageFaults(
  given: StorageFaults,
  lacking: readonly StorageStep[],
): ReadonlyMap<StorageStep, CheckedFault> {
  checkMembers("faults of the storage", given, STEPS);
  const checked = new Map<StorageStep, CheckedFault>();
  for (const step of Object.keys(STEPS).filter(isStep)) {
    const fault = given[step];
    if (fault === undefined) continue;
    if (lacking.includes(step)) {
      throw new TypeError(
        `Cannot use a fault of '${step}': the storage has no '${step}'; leave it out`,
      );
    }
    checked.set(step, checkFault(step, fault));
  }
  return checked;
}

function checkFault(step: StorageStep, given: ByteFault & ApplyFault): CheckedFault {
  checkMembers<StorageFault>(`members of the fault of '${step}'`, given, membersOf(step));
  const {
    error,
    delay = 0,
    nth = 1,
    times = Infinity,
    afterBytes = 0,
    afterChange = false,
  } = given;
  if (error === undefined && given.delay === undefined) {
    throw new TypeError(`Cannot use a fault of '${step}' without 'error' and 'delay': give one`);
  }
  checkMilliseconds("delay", delay, 0);
  checkCount("nth", nth, 1);
  checkCount("times", times, 1);
  checkCount("afterBytes", afterBytes, 0);
  if (error !== undefined) checkError(step, error);
  if (afterChange !== false) checkAfterChange(afterChange, error);
  return { error, delay, nth, times, afterBytes, afterChange };
}

function membersOf(step: StorageStep): Members<StorageFault> {
  if (step === "apply") return APPLY_FAULT;
  return step === "stage" || step === "readStage" || step === "read" ? BYTE_FAULT : FAULT;
}

function checkCount(name: string, value: number, least: number): void {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= least)) return;
  throw new RangeError(
    `Cannot set '${name}' to ${value}: it must be a whole number from ${least}, or Infinity`,
  );
}

function checkError(step: StorageStep, given: StorageErrorCode | Error): void {
  const error: unknown = given;
  // The class of SQLite's errors only has the prototype of errors.
  if (types.isNativeError(error) || error instanceof Error) return;
  if (Object.hasOwn(STORAGE_ERROR_CODES, String(error))) return;
  const codes = Object.keys(STORAGE_ERROR_CODES).map((code) => `'${code}'`);
  throw new TypeError(
    `Cannot let '${step}' fail with ${String(error)}: give an Error, or a code of ${codes.join(", ")}`,
  );
}

/** A storage that made a change and fails must say so; everything that stands on storages relies on it. */
function checkAfterChange(value: boolean, error: StorageErrorCode | Error | undefined): void {
  if (value !== true) {
    throw new TypeError(`Cannot set 'afterChange' to ${describeValue(value)}: it is true or false`);
  }
  if (error === undefined || error === "unavailable") return;
  if (error instanceof StorageError && error.mayBeStored) return;
  throw new TypeError(
    "Cannot let 'apply' fail with this error after the change: it must say that the change may be stored; give 'unavailable', or a StorageError with 'mayBeStored'",
  );
}

function isStep(name: string): name is StorageStep {
  return Object.hasOwn(STEPS, name);
}
