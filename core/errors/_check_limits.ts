import type { LimitName } from "./limit_exceeded_error.ts";

/**
 * Checks the limits that a caller set, and fills in the defaults.
 *
 * @param given The caller's options. `undefined` means the default.
 * @param defaults The default of each limit.
 * @returns The limits that have a default. Other members of `given` are left out.
 * @throws {RangeError} If a limit is neither a whole number from 0 nor `Infinity`.
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
