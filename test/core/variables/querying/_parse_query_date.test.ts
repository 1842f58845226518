import assert from "node:assert/strict";
import { parseQueryDate } from "../../../../core/variables/querying/_parse_query_date.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("parseQueryDate()");

/** What `SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZ")` of JDK 17 makes of each text. */
const CASES: readonly (readonly [text: string, time: number | undefined])[] = [
  ["2020-01-02T01:04:05.678+0000", 1577927045678],
  ["2020-01-02T01:04:05.678-0130", 1577932445678],
  ["2020-01-02T01:04:05.678+2359", 1577840705678],
  ["2020-01-02T01:04:05.678+2400", undefined],
  ["2020-01-02T01:04:05.678+0060", undefined],
  ["2020-01-02T01:04:05.678+01:00", undefined],
  ["2020-01-02T01:04:05.678 UTC", 1577927045678],
  ["2020-01-02T01:04:05.678 utc", 1577927045678],
  ["2020-01-02T01:04:05.678UTC+01:00", 1577927045678],
  ["2020-01-02T01:04:05.678 gmt", 1577927045678],
  ["2020-01-02T01:04:05.678GMTx", 1577927045678],
  ["2020-01-02T01:04:05.678GMT+01:00", 1577923445678],
  ["2020-01-02T01:04:05.678GMT+1:00", 1577923445678],
  ["2020-01-02T01:04:05.678GMT+0100", undefined],
  ["2020-01-02T01:04:05.678GMT+24:00", undefined],
  ["2020-01-02T01:04:05.678GMT+01:0", undefined],
  ["2020-01-02T01:04:05.678GMT+", undefined],
  ["2020-01-02T01:04:05.678 Z", undefined],
  ["2020-01-02T01:04:05.678", undefined],
  ["2020-01-02T01:04:05+0000", undefined],
  ["2020-01-02T01:04:05.+0000", undefined],
  ["2020-01-02", undefined],
  ["2020-01-02t01:04:05.678+0000", undefined],
  // More and fewer digits, and fields that overflow.
  ["2020-01-02T01:04:05.5678+0000", 1577927050678],
  ["2020-1-2T1:4:5.6+0000", 1577927045006],
  ["2020-13-45T25:61:61.1+0000", 1613354521001],
  ["99999-01-02T01:04:05.678+0000", 3093496535045678],
  // Blanks, and text behind it.
  ["   2020-01-02T01:04:05.678 +0000", 1577927045678],
  ["2020- 01-02T 01: 04: 05. 678+0000", 1577927045678],
  ["2020 -01-02T01:04:05.678+0000", undefined],
  ["2020-01-02T01:04:05.678+00000", 1577927045678],
  ["2020-01-02T01:04:05.678+0000 and more", 1577927045678],
  ["x2020-01-02T01:04:05.678+0000", undefined],
  ["\t2020-01-02T01:04:05.678+0000", undefined],
];

for (const [text, time] of CASES) {
  test(`reads ${JSON.stringify(text)} as ${time}`, () => {
    assert.equal(parseQueryDate(text), time);
  });
}

test("takes the years 0 to 99 as they are", () => {
  assert.equal(
    parseQueryDate("0020-01-02T01:04:05.678+0000"),
    Date.parse("0020-01-02T01:04:05.678Z"),
  );
  assert.equal(parseQueryDate("0-1-1T0:0:0.0+0000"), Date.parse("0000-01-01T00:00:00.000Z"));
});

test("takes numbers of more than six digits for no date", () => {
  assert.equal(parseQueryDate("1234567-01-02T01:04:05.678+0000"), undefined);
  assert.equal(parseQueryDate(`2020-01-02T01:04:05.${"9".repeat(100_000)}+0000`), undefined);
});
