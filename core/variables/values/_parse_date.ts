/** The form of RFC 3339, section 5.6. Its groups are date, time, fraction and offset. The offset has a colon, or is `Z`. */
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** The engine's own form, `yyyy-MM-dd'T'HH:mm:ss.SSSZ`: three digits of fraction and no colon. */
const ENGINE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})([+-])(\d\d)(\d\d)$/;

const MINUTE_MS = 60_000;

/**
 * Parses a date in the engine's form or in that of RFC 3339. The engine's dates have milliseconds, so further digits of a fraction
 * are dropped.
 *
 * @param text The text, without blanks around it.
 * @returns The canonical text: the engine's form in UTC. `undefined` if the text is not a date, if the day is not in the calendar,
 * if it is a leap second, or if the year in UTC is not between 0000 and 9999.
 */
export function parseDate(text: string): string | undefined {
  const match = ENGINE.exec(text) ?? RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, offsetHour, offsetMinute] =
    match;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  const time = Date.parse(local);
  // `Date` accepts days that are not in the calendar, such as February 30, and makes later days of them. Printing shows that.
  if (Number.isNaN(time) || new Date(time).toISOString() !== local) return undefined;
  const offset = offsetMinutes(sign, offsetHour, offsetMinute);
  if (offset === undefined) return undefined;
  const utc = new Date(time - offset * MINUTE_MS).toISOString();
  // A year that does not have four digits is printed with a sign and six digits.
  return utc.length === local.length ? utc.replace("Z", "+0000") : undefined;
}

/** The offset in minutes east of UTC; `undefined` if it is not a time of day. For `Z`, sign and digits are `undefined`. */
function offsetMinutes(sign: string | undefined, hours = "00", minutes = "00"): number | undefined {
  if (hours > "23" || minutes > "59") return undefined;
  const offset = 60 * Number(hours) + Number(minutes);
  return sign === "-" ? -offset : offset;
}
