const DAY_SECONDS = 86_400;
/** The number of days whose beginnings are kept: 30 KB. */
const MAX_DAYS = 1_000;

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
const days = new Map<number, string>();

/**
 * Writes a time as a date of HTTP (RFC 9110, section 5.6.7). `Date.prototype.toUTCString` writes the same, but costs 1.5 µs, a tenth of
 * a small read. So it is asked once a day of the calendar.
 *
 * @param time Milliseconds since 1970, in whole seconds.
 */
export function formatHttpDate(time: number): string {
  const seconds = time / 1_000;
  const day = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - day * DAY_SECONDS;
  const minutes = Math.floor(rest / 60);
  const clock = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(rest % 60)}`;
  return `${beginning(day)}${clock} GMT`;
}

function twoDigits(number: number): string {
  return TWO_DIGITS[number] ?? "";
}

/** Writes a day as in `Sun, 06 Nov 1994 `. */
function beginning(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  const written = new Date(day * DAY_SECONDS * 1_000)
    .toUTCString()
    .slice(0, -"00:00:00 GMT".length);
  if (days.size >= MAX_DAYS) days.clear();
  days.set(day, written);
  return written;
}
