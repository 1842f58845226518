/** The table of forms. Each has the same parts and errors, however its bytes are cut into chunks. */

import assert from "node:assert/strict";
import { feeds } from "../../support/chunked.ts";
import { decodeForm, parseForm } from "../../support/decode_form.ts";
import { utf8 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";
import { FIXTURES } from "./fixtures/all.ts";

const test = suite("multipart fixtures");

/**
 * For forms longer than this, only one of `SOME` feeds goes through `parseMultipart`, too, which only passes chunks to a decoder.
 */
const LONG = 1_000;
const SOME = 16;

for (const { title, form, options, parts, error } of FIXTURES) {
  test(`reads: ${title}`, () => {
    const decoded = decodeForm([form], options);
    assert.equal(decoded.error, error);
    const actual = decoded.parts.map(({ name, filename, contentType, headers, content }, i) => ({
      name,
      ...(filename === undefined ? {} : { filename }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(parts[i]?.headers === undefined ? {} : { headers: Object.fromEntries(headers) }),
      content,
    }));
    assert.deepEqual(actual, parts);
  });
}

test("reads the same from any chunks, with the decoder and with parseMultipart", async () => {
  let fed = 0;
  const differences: string[] = [];
  for (const { title, form, options } of FIXTURES) {
    const expected = JSON.stringify(decodeForm([form], options));
    const filler = utf8(`\r\n--${options.boundary}\r\n`);
    let i = 0;
    for (const feed of feeds(form, filler)) {
      const decoded = JSON.stringify(decodeForm(feed.chunks, options));
      if (decoded !== expected) differences.push(`${title}, ${feed.name}`);
      fed++;
      if (i++ % SOME !== 0 && form.length > LONG) continue;
      const parsed = JSON.stringify(await parseForm(feed.chunks, options));
      if (parsed !== expected) differences.push(`${title}, ${feed.name}, parsed`);
      fed++;
    }
  }
  process.stdout.write(
    `feeds: ${FIXTURES.length} fixtures, ${fed} feeds, ${differences.length} differences\n`,
  );
  assert.deepEqual(differences, []);
});
