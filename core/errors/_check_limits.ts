import type { LimitName } from "./limit_exceeded_error.ts";

/**
 * Fills in defaults and checks what was set: a limit is a whole number from 0, or `Infinity` written out.
 *
 * @param given What the caller set. `undefined` means the default.
 * @param defaults The default of each limit.
 * @returns All limits of `defaults`; members of `given` that are not limits there are left out.
 * @throws {RangeError} If a limit is negative, a fraction, or no number.
 */
export function checkLimits<Name extends LimitName>(
  given: { readonly [name in NoInfer<Name>]?: number | undefined },
  defaults: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  const limits: Record<Name, number> = { ...defaults };
  for (const name in defaults) {
    const value = given[name];
    if (value === undefined) continue;
    if (value !== Infinity && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(
        `Cannot set limit '${name}' to ${value}: it must be a whole number from 0, or Infinity`,
      );
    }
    limits[name] = value;
  }
  return limits;
}
