/**
 * The format `yyyy-MM-dd'T'HH:mm:ss.SSSZ` as Java's `SimpleDateFormat` reads it: blanks may stand before each number, fields may have fewer
 * digits, and any text may follow. The zone is an offset of four digits, `UTC`, or `GMT` with an offset that has a colon, or with none.
 */
const FORMAT =
  /^ *(\d+)- *(\d+)- *(\d+)T *(\d+): *(\d+): *(\d+)\. *(\d+) *(?:([+-])(\d\d)(\d\d)|[Uu][Tt][Cc]|[Gg][Mm][Tt](?:([+-])(\d\d?):(\d\d)|(?![+-])))/;

const MINUTE_MS = 60_000;
const MAX_DIGITS = 6;

/**
 * Reads a text that the engine takes for a date in a query. Fields may overflow, as February 30 does, but not those of the zone.
 *
 * @returns Milliseconds since 1970; `undefined` if the text is a plain string to the engine.
 */
export function parseQueryDate(text: string): number | undefined {
  const match = FORMAT.exec(text);
  if (match === null) return undefined;
  const fields = match.slice(1, 8);
  if (fields.some((field) => field.length > MAX_DIGITS)) return undefined;
  const [sign = match[11], hours = match[12], minutes = match[13]] = match.slice(8, 11);
  const offset = zoneOffset(sign, hours, minutes);
  if (offset === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] =
    fields.map(Number);
  const date = new Date(0);
  // Not `Date.UTC`, which takes the year 20 for 1920.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, fraction);
  const time = date.getTime() - offset * MINUTE_MS;
  return Number.isNaN(time) ? undefined : time;
}

/** The offset in minutes east of UTC; `undefined` if it is not a time of day. Without digits it is 0. */
function zoneOffset(sign: string | undefined, hours = "0", minutes = "0"): number | undefined {
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hour > 23 || minute > 59) return undefined;
  return (sign === "-" ? -1 : 1) * (60 * hour + minute);
}
