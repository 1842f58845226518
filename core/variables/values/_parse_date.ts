/** Group for group: date, time, fraction, offset. The offset has a colon or is `Z`, as in RFC 3339, section 5.6. */
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** The engine's own form, `yyyy-MM-dd'T'HH:mm:ss.SSSZ`: three digits of fraction and no colon. */
const ENGINE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})([+-])(\d\d)(\d\d)$/;

const MINUTE_MS = 60_000;

/**
 * Reads a date in the engine's form or that of RFC 3339. The engine has milliseconds: what is finer is cut off. A leap
 * second is none.
 *
 * @param text The text, without blanks around it.
 * @returns Its canonical text, the engine's form in UTC; `undefined` if it is none: also if the day is not in the
 * calendar, or the year in UTC not from 0000 to 9999.
 */
export function parseDate(text: string): string | undefined {
  const match = ENGINE.exec(text) ?? RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, offsetHour, offsetMinute] =
    match;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  const time = Date.parse(local);
  // A `Date` rolls over what is not in the calendar; it is only the date that was written if it prints so.
  if (Number.isNaN(time) || new Date(time).toISOString() !== local) return undefined;
  const offset = offsetMinutes(sign, offsetHour, offsetMinute);
  if (offset === undefined) return undefined;
  const utc = new Date(time - offset * MINUTE_MS).toISOString();
  // Beyond four digits of year the form has a sign and is longer.
  return utc.length === local.length ? utc.replace("Z", "+0000") : undefined;
}

/** Minutes east of UTC; `undefined` if they are no time of day. `Z` has neither sign nor digits. */
function offsetMinutes(sign: string | undefined, hours = "00", minutes = "00"): number | undefined {
  if (hours > "23" || minutes > "59") return undefined;
  const offset = 60 * Number(hours) + Number(minutes);
  return sign === "-" ? -offset : offset;
}
