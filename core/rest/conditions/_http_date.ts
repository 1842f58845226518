const LONG_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAYS = LONG_DAYS.map((day) => day.slice(0, 3));
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const DAY = `(?<day>${DAYS.join("|")})`;
const LONG_DAY = `(?<day>${LONG_DAYS.join("|")})`;
const MONTH = `(?<month>${MONTHS.join("|")})`;
/** The last minute of a day may have a leap second. */
const TIME = "(?<time>(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d|23:59:60)";

/** The three formats of RFC 9110, section 5.6.7: today's, that of RFC 850, and that of C's `asctime`. */
const FORMATS = [
  `${DAY}, (?<date>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT`,
  `${LONG_DAY}, (?<date>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT`,
  `${DAY} ${MONTH} (?<date>\\d\\d| \\d) ${TIME} (?<year>\\d{4})`,
].map((format) => new RegExp(`^${format}$`));

/**
 * Parses a date of a header field. `Date.parse` would take much that is no such date.
 *
 * @param text The field's value.
 * @param now The present time in milliseconds since 1970, to find the century of a year of two digits.
 * @returns Milliseconds since 1970; `undefined` if it is in none of the three formats, or there is no such day.
 */
export function parseHttpDate(text: string, now: number = Date.now()): number | undefined {
  const parts = FORMATS.map((format) => format.exec(text)?.groups).find(Boolean);
  if (parts === undefined) return undefined;
  const { day = "", year = "", time = "" } = parts;
  const month = MONTHS.indexOf(parts["month"] ?? "");
  const date = Number(parts["date"]);
  const fullYear = year.length === 2 ? withCentury(Number(year), month, date, now) : Number(year);
  const midnight = new Date(0);
  midnight.setUTCFullYear(fullYear, month, date);
  // A day that the month does not have has become one of the next month.
  if (midnight.getUTCDate() !== date) return undefined;
  if (DAYS[midnight.getUTCDay()] !== day.slice(0, 3)) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return midnight.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/** Finds the year of a day. What would be more than 50 years ahead was in the last century. */
function withCentury(year: number, month: number, date: number, now: number): number {
  const latest = new Date(now);
  const present = latest.getUTCFullYear();
  latest.setUTCFullYear(present + 50);
  const inThisCentury = present - (present % 100) + year;
  const isTooLate = Date.UTC(inThisCentury, month, date) > latest.getTime();
  return isTooLate ? inThisCentury - 100 : inThisCentury;
}
