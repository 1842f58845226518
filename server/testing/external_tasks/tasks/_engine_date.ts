/** The last time that a Date of JavaScript knows. */
const LAST = 8.64e15;

/** Prints a time as the engine does, in UTC: `2030-01-31T12:00:00.000+0000`. A year may have more than four digits. */
export function printDate(ms: number): string {
  const text = new Date(Math.min(ms, LAST)).toISOString();
  return text.replace(/^\+0*/, "").replace("Z", "+0000");
}
