import assert from "node:assert/strict";
import { feeds } from "../../support/chunked.ts";
import { type DecodedForm, decodeForm, parseForm } from "../../support/decode_form.ts";
import { MULTIPART_FIXTURES } from "../../support/multipart_fixtures.ts";
import { utf8 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const test = suite("MultipartDecoder");

test("decodes every fixture as expected", () => {
  for (const { name, options, body, parts, error } of MULTIPART_FIXTURES) {
    const form = decodeForm([body], options);
    const actual = form.parts.map((part) => [
      part.name,
      part.filename,
      part.contentType,
      part.content,
    ]);
    assert.deepEqual(actual, parts, `${name}: ${form.error}`);
    assert.equal(form.error?.slice(0, form.error.indexOf(":")), error, `${name}: ${form.error}`);
  }
});

test("gives the same for every way of cutting every fixture, as parseMultipart does", async () => {
  let fed = 0;
  for (const { name, options, body } of MULTIPART_FIXTURES) {
    const expected = decodeForm([body], options);
    const filler = utf8(`\r\n--${options.boundary}\r\n`);
    for (const feed of feeds(body, filler)) {
      assertSame(decodeForm(feed.chunks, options), expected, `${name}, ${feed.name}`);
      assertSame(await parseForm(feed.chunks, options), expected, `${name}, parsed ${feed.name}`);
      fed += 2;
    }
  }
  process.stdout.write(
    `cut invariance: ${MULTIPART_FIXTURES.length} fixtures, ${fed} feeds, 0 differences\n`,
  );
});

function assertSame(actual: DecodedForm, expected: DecodedForm, message: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    assert.deepEqual(actual, expected, message);
}
