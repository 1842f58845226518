/**
 * Checks the bounds of a read, so that each adapter refuses the same ones.
 *
 * @param start Offset of the first byte.
 * @param end Offset behind the last byte.
 * @param size Length of the content in bytes.
 * @throws {RangeError} If they are not whole numbers with `0 <= start <= end <= size`.
 */
export function checkRange(start: number, end: number, size: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end)) {
    if (0 <= start && start <= end && end <= size) return;
  }
  throw new RangeError(`Cannot read bytes ${start} to ${end}: the content has ${size}`);
}
