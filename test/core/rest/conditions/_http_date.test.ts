import assert from "node:assert/strict";
import fc from "fast-check";
import { parseHttpDate } from "../../../../core/rest/conditions/_http_date.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("parseHttpDate()");

const NOW = Date.UTC(2026, 10, 29, 12);

const READ: readonly (readonly [text: string, iso: string])[] = [
  ["Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
  ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
  ["Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
  ["Wed Nov 16 08:49:37 1994", "1994-11-16T08:49:37.000Z"],
  ["Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00.000Z"],
  ["Thu, 29 Feb 2024 23:59:59 GMT", "2024-02-29T23:59:59.000Z"],
  ["Tue, 29 Feb 2000 00:00:00 GMT", "2000-02-29T00:00:00.000Z"],
  ["Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00.000Z"],
  ["Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59.000Z"],
  ["Sat, 01 Jan 0000 00:00:00 GMT", "0000-01-01T00:00:00.000Z"],
  ["Thu, 01 Jan 0099 00:00:00 GMT", "0099-01-01T00:00:00.000Z"],
];

/** A year of two digits is at most 50 years ahead. */
const CENTURIES: readonly (readonly [text: string, year: number])[] = [
  ["Sunday, 29-Nov-26 12:00:00 GMT", 2026],
  ["Friday, 01-Jan-27 00:00:00 GMT", 2027],
  ["Sunday, 29-Nov-76 00:00:00 GMT", 2076],
  ["Tuesday, 30-Nov-76 00:00:00 GMT", 1976],
  ["Saturday, 01-Jan-77 00:00:00 GMT", 1977],
  ["Friday, 31-Dec-99 00:00:00 GMT", 1999],
  ["Saturday, 01-Jan-00 00:00:00 GMT", 2000],
];

for (const [text, iso] of READ) {
  test(`reads '${text}'`, () => {
    assert.equal(new Date(parseHttpDate(text, NOW) ?? Number.NaN).toISOString(), iso);
  });
}

for (const [text, year] of CENTURIES) {
  test(`finds the century of '${text}'`, () => {
    assert.equal(new Date(parseHttpDate(text, NOW) ?? Number.NaN).getUTCFullYear(), year);
  });
}

for (const text of [
  "",
  "0",
  "784111777",
  "1994-11-06T08:49:37Z",
  "06 Nov 1994 08:49:37 GMT",
  "Sun, 6 Nov 1994 08:49:37 GMT",
  "Sun, 06 Nov 94 08:49:37 GMT",
  "Sun, 06 Nov 1994 8:49:37 GMT",
  "Sun, 06 Nov 1994 08:49 GMT",
  "Sun, 06 Nov 1994 08:49:37",
  "Sun, 06 Nov 1994 08:49:37 UTC",
  "Sun, 06 Nov 1994 08:49:37 +0000",
  "Sun, 06 Nov 1994 08:49:37 gmt",
  "sun, 06 nov 1994 08:49:37 GMT",
  "Sun,06 Nov 1994 08:49:37 GMT",
  "Sun,  06 Nov 1994 08:49:37 GMT",
  "Sun, 06-Nov-1994 08:49:37 GMT",
  "Sun, 06-Nov-94 08:49:37 GMT",
  "Sunday, 06 Nov 1994 08:49:37 GMT",
  " Sun, 06 Nov 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT ",
  "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT; length=1",
  "Mon, 06 Nov 1994 08:49:37 GMT",
  "Monday, 06-Nov-94 08:49:37 GMT",
  "Wed, 30 Feb 2022 00:00:00 GMT",
  "Tue, 29 Feb 2022 00:00:00 GMT",
  "Wed, 00 Nov 1994 08:49:37 GMT",
  "Fri, 32 Dec 2021 00:00:00 GMT",
  "Sun, 06 Nov 1994 24:00:00 GMT",
  "Sun, 06 Nov 1994 08:60:00 GMT",
  "Sun, 06 Nov 1994 08:49:60 GMT",
  "Sun, 06 Nov 1994 08:49:61 GMT",
  "Sun Nov 6 08:49:37 1994",
  "Sun Nov 06 08:49:37 1994 GMT",
  "Sun Nov  6 08:49:37 94",
  "Sun, 06 Nov 1994 08:49:3\u0667 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT\n",
]) {
  test(`does not read ${JSON.stringify(text)}`, () => {
    assert.equal(parseHttpDate(text, NOW), undefined);
  });
}

test("reads every second that a Date writes", () => {
  const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
  fc.assert(
    fc.property(seconds, (second) => {
      const date = new Date(second * 1_000);
      assert.equal(parseHttpDate(date.toUTCString(), NOW), date.getTime());
    }),
  );
});

test("takes no longer for a long text", () => {
  assert.equal(parseHttpDate(`Sun, ${"0".repeat(1_000_000)}`, NOW), undefined);
});
