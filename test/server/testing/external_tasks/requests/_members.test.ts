import assert from "node:assert/strict";
import { Members } from "../../../../../server/testing/external_tasks/requests/_members.ts";
import { parseJson } from "../../../../../server/testing/external_tasks/requests/_parse_json.ts";
import { suite } from "../../../../support/suite.ts";

const test = suite("Members");

/** Members of `{"m": …}`. */
function membersOf(json: string): Members {
  const value = parseJson(`{"m":${json}}`);
  assert.ok(value instanceof Map);
  return new Members(value, "topics[0]");
}

function refusal(what: string, expected: string): { readonly message: string } {
  return { message: `Cannot read 'topics[0].m': it is ${what}; give ${expected}` };
}

test("read texts, and what may stand for one", () => {
  const read = (json: string) => membersOf(json).text("m");
  assert.deepEqual(['"a"', "1.50", "true", "null"].map(read), ["a", "1.50", "true", null]);
  assert.equal(membersOf("1").text("other"), null);
  assert.throws(() => read("{}"), refusal("an object", "a string"));
  assert.throws(() => read("[]"), refusal("an array", "a string"));
});

test("read whole numbers, without their fractions", () => {
  const read = (json: string) => membersOf(json).integer("m", 32);
  const given = ["7", "1.9", "-0.7", "1e3", '" 3 "', '"+4"', '""', '"null"', "null"];
  const numbers = [7n, 1n, 0n, 1000n, 3n, 4n, null, null, null];
  assert.deepEqual(given.map(read), numbers);
  assert.throws(() => read('"1.5"'), refusal("'1.5'", "a whole number"));
  assert.throws(() => read("true"), refusal("true", "a whole number"));
  assert.throws(() => read("2147483648"), refusal("2147483648", "a whole number of 32 bits"));
  const wide = membersOf("9223372036854775807").integer("m", 64);
  assert.equal(wide, 9_223_372_036_854_775_807n);
  const tooWide = () => membersOf("1e30").integer("m", 64);
  assert.throws(tooWide, refusal("1e30", "a whole number of 64 bits"));
});

test("read true and false, and what may stand for them", () => {
  const read = (json: string) => membersOf(json).flag("m");
  assert.deepEqual(["true", '" True "', '"TRUE"', "2"].map(read), [true, true, true, true]);
  assert.deepEqual(["false", '"False"', "0"].map(read), [false, false, false]);
  assert.deepEqual(['""', '"null"', "null"].map(read), [null, null, null]);
  for (const wrong of ['"yes"', '"tRUE"', "1.5", "[]", "{}"]) {
    assert.throws(() => read(wrong), /give true or false$/);
  }
});

test("read lists and objects", () => {
  assert.deepEqual(membersOf('["a",1,null]').texts("m"), ["a", "1", null]);
  assert.equal(membersOf("null").texts("m"), null);
  assert.equal(membersOf('{"a":1}').object("m")?.text("a"), "1");
  const [first, second] = membersOf('[{"a":1},null]').objects("m") ?? [];
  assert.deepEqual([first?.text("a"), second], ["1", null]);
  assert.throws(() => membersOf('"x"').list("m"), refusal("'x'", "an array"));
  assert.throws(() => membersOf('["x"]').objects("m"), {
    message: "Cannot read 'topics[0].m[0]': it is 'x'; give an object",
  });
  assert.throws(() => membersOf("[[]]").texts("m"), {
    message: "Cannot read 'topics[0].m[0]': it is an array; give a string",
  });
});
