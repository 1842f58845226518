import { describeValue } from "../../../core/errors/_describe_value.ts";

/**
 * Checks a whole number of a fault.
 *
 * @param name The member's name.
 * @param value The number.
 * @param least The smallest number that is allowed.
 * @param most The largest one.
 * @throws {RangeError} If it is not a whole number, or out of the range.
 */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  const problem = `'${name}' is ${describeValue(value)}; write a whole number ${range}`;
  throw new RangeError(`Cannot set the fault: ${problem}`);
}
