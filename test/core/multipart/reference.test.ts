/** Compares the decoder with a simple one that is only written to be right, by pieces of forms in any order, cut anywhere. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { cutAt } from "../../support/chunked.ts";
import { decodeForm, parseForm } from "../../support/decode_form.ts";
import { latin1 } from "../../support/multipart_message.ts";
import { readReference } from "../../support/reference_multipart.ts";
import { suite } from "../../support/suite.ts";
import { HEAD } from "./fixtures/fixture.ts";

const test = suite("forms of any pieces");

const BOUNDARIES = [
  ...["b", "x", "-", "---", "a --a"],
  ...["a".repeat(70), "-".repeat(70), "a-b-".repeat(8)],
];
const MARK = "\xef\xbb\xbf";

const forms = fc.constantFrom(...BOUNDARIES).chain((boundary) => {
  const delimiter = `\r\n--${boundary}`;
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(`${delimiter}\r\n${HEAD}\r\n\r\n`) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(delimiter, `${delimiter}\r\n`, `--${boundary}`, boundary),
    },
    { weight: 1, arbitrary: fc.constantFrom(`${delimiter}--`, HEAD, `${HEAD}\r\n\r\n`) },
    { weight: 1, arbitrary: fc.nat(delimiter.length).map((end) => delimiter.slice(0, end)) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(..."\r\n -x", "\t", "\r\n", "\r\n\r\n", "--", "\0\xff", MARK),
    },
  );
  const pieces = fc.array(piece, { maxLength: 14 }).map((array) => array.join(""));
  // Most forms begin with a correct part, since otherwise few would come far.
  const start = `--${boundary}\r\n${HEAD}\r\n\r\n`;
  const beginning = fc.oneof(
    { weight: 5, arbitrary: fc.constant(start) },
    { weight: 2, arbitrary: fc.constant("") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("\n", MARK, "x", "x\r\n").map((before) => before + start),
    },
  );
  return fc.record({
    boundary: fc.constant(boundary),
    form: fc.tuple(beginning, pieces).map(([start, rest]) => start + rest),
    places: fc.array(fc.nat(), { maxLength: 10 }),
  });
});

test("are read as the reference reads them", async () => {
  const outcomes = { whole: 0, truncated: 0, malformed: 0 };
  await fc.assert(
    fc.asyncProperty(forms, async ({ boundary, form, places }) => {
      const expected = readReference(form, boundary, HEAD);
      const chunks = cutAt(latin1(form), places);
      const decoded = decodeForm(chunks, { boundary });
      const contents = decoded.parts.map(({ content }) => content);
      assert.deepEqual({ contents, error: decoded.error?.replace(/:.*$/s, "") }, expected);
      assert.deepEqual(await parseForm(chunks, { boundary }), decoded);
      if (expected.error === undefined) outcomes.whole++;
      else if (expected.error.startsWith("truncated")) outcomes.truncated++;
      else outcomes.malformed++;
    }),
    { numRuns: 5_000 },
  );
  // If one of the outcomes were rare, the test would not show much about it.
  for (const [outcome, count] of Object.entries(outcomes)) assert(count > 300, outcome);
});
