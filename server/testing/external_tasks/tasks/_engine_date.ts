/** The last moment that has a year of four digits. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Prints a time as the engine does, in UTC: `2030-01-31T12:00:00.000+0000`. */
export function printDate(ms: number): string {
  return new Date(Math.min(ms, LAST)).toISOString().replace("Z", "+0000");
}
