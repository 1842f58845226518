import assert from "node:assert/strict";
import fc from "fast-check";
import { formatJson } from "../../../core/json/format_json.ts";
import { JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { JsonValueBuilder } from "../../../core/json/json_value_builder.ts";
import { suite } from "../../support/suite.ts";

const test = suite("formatJson()");

test("prints what was read, without blanks", () => {
  const text = String.raw`{ "b" : [ 1.50e+3 , -0 , "\u00e9\n" , [ ] ] , "a" : { } , "" : null , "__proto__" : true }`;
  assert.equal(
    reprint(text),
    // Bun 1.4 escapes what is not ASCII in a raw template.
    '{"b":[1.50e+3,-0,"é\\n",[]],"a":{},"":null,"__proto__":true}',
  );
});

test("prints as JSON.stringify does", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const canonical = JSON.stringify(JSON.parse(text));
      assert.equal(reprint(canonical), canonical);
    }),
  );
});

test("prints the deepest there is", () => {
  const text = "[".repeat(1_000) + "]".repeat(1_000);
  assert.equal(reprint(text), text);
});

function reprint(text: string): string {
  const builder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  tokenizer.write(new TextEncoder().encode(text));
  tokenizer.end();
  assert(builder.value !== undefined);
  return formatJson(builder.value);
}
