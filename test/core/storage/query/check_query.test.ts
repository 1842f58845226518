import assert from "node:assert/strict";
import { checkQuery, checkQueryPage } from "../../../../core/storage/query/check_query.ts";
import type { NameCondition } from "../../../../core/storage/query/storage_query.ts";
import { suite } from "../../../support/suite.ts";

const queries = suite("checkQuery()");
const pages = suite("checkQueryPage()");

function check(query: unknown): unknown {
  return Reflect.apply(checkQuery, undefined, [query]);
}

function checkPage(page: unknown): unknown {
  return Reflect.apply(checkQueryPage, undefined, [page]);
}

queries("fills in the defaults, but knows no instance ids from none", () => {
  const defaults = { names: [], values: [], order: "instance", descending: false };
  assert.deepEqual(checkQuery({}), defaults);
  assert.deepEqual(checkQuery({ instanceIds: undefined }), defaults);
  assert.deepEqual(checkQuery({ instanceIds: [] }), { instanceIds: [], ...defaults });
  const { names, values } = checkQuery({
    names: [{ operator: "like", text: "a%" }],
    values: [{ anyOf: [{}] }],
  });
  assert.deepEqual(names, [{ operator: "like", text: "a%", ignoreCase: false }]);
  assert.deepEqual(values, [{ anyOf: [{}], negated: false }]);
});

queries("leaves ids out that no instance can have", () => {
  const { instanceIds } = checkQuery({ instanceIds: ["", "\0", "a", "b\0", "\ud800"] });
  assert.deepEqual(instanceIds, ["", "a"]);
});

queries("copies all that the caller can still change", () => {
  const from = Uint8Array.of(2, 7);
  const types = ["Long"];
  const range = { types, from };
  const anyOf = [range];
  const condition = { anyOf, negated: true };
  const name: NameCondition = { operator: "eq", text: "a" };
  const query = { instanceIds: ["a"], names: [name], values: [condition] };
  const checked = checkQuery(query);
  const before = structuredClone(checked);
  from.fill(0);
  types.push("Double");
  anyOf.push(range);
  condition.negated = false;
  query.instanceIds.push("b");
  query.names.push({ operator: "eq", text: "b" });
  query.values.pop();
  assert.deepEqual(checked, before);
  assert.deepEqual(checked.values, [
    { anyOf: [{ types: ["Long"], from: Uint8Array.of(2, 7) }], negated: true },
  ]);
});

queries("says what is wrong, and what to pass", () => {
  for (const [query, message] of [
    ["a", /Cannot use the query: they are a string, not an object/],
    [{ name: "a" }, /Cannot use the query: there is no 'name'; did you mean 'names'\?/],
    [{ order: "type" }, /'order' is .*; pass 'instance' or 'name'/],
    [{ descending: 1 }, /'descending' is the number 1; pass true or false/],
    [{ instanceIds: "a" }, /'instanceIds' is .*; pass an array/],
    [{ instanceIds: ["a", 7] }, /'instanceIds' is the number 7; pass an array of strings/],
    [{ instanceIds: ["a", "a"] }, /not distinct and sorted by 'compareNames'/],
    [{ instanceIds: ["\u{1f600}", "\uffff"] }, /not distinct and sorted by 'compareNames'/],
    [{ names: [{ operator: "neq", text: "a" }] }, /'operator' is .*; pass eq or like/],
    [{ names: [{ operator: "eq" }] }, /'text' is undefined; pass a string/],
    [{ names: [{ operator: "eq", text: "a", ignoreCase: 1 }] }, /'ignoreCase' is the number 1/],
    [{ names: [null] }, /Cannot use the conditions on names: they are null, not an object/],
    [{ names: [{ operator: "eq", text: "a", ignorecase: true }] }, /did you mean 'ignoreCase'\?/],
    [{ values: [null] }, /Cannot use the conditions on values: they are null/],
    [{ values: [{ anyOf: [], negate: true }] }, /did you mean 'negated'\?/],
    [{ values: [{ anyOf: [{ form: Uint8Array.of(1) }] }] }, /did you mean 'from'\?/],
    [
      { values: [{ anyOf: [{ types: [7] }] }] },
      /'types' is the number 7; pass an array of strings/,
    ],
    [{ values: [{}] }, /'anyOf' is undefined; pass an array/],
    [{ values: [{ anyOf: [], negated: "no" }] }, /'negated' is .*; pass true or false/],
    [{ values: [{ anyOf: [{ types: "Long" }] }] }, /'types' is .*; pass an array/],
    [{ values: [{ anyOf: [{ from: [7] }] }] }, /'key' is an array; pass a Uint8Array/i],
  ] as const) {
    assert.throws(() => check(query), { name: "TypeError", message }, JSON.stringify(query));
  }
});

queries("takes instance ids in the order of their UTF-8 bytes, whatever they are", () => {
  const instanceIds = ["", "a", "\uffff", "\u{1f600}", "\u{1f600}a"];
  assert.deepEqual(checkQuery({ instanceIds }).instanceIds, instanceIds);
});

pages("fills in the defaults", () => {
  const defaults = { after: undefined, skip: 0, limit: 1_000 };
  assert.deepEqual(checkQueryPage(), defaults);
  assert.deepEqual(checkQueryPage({}), defaults);
  const page = { after: { instanceId: "a", name: "b" }, skip: Infinity, limit: 10_000 };
  assert.deepEqual(checkQueryPage(page), page);
});

pages("takes a lone surrogate of a position as U+FFFD, and copies the position", () => {
  const after = { instanceId: "a\ud800", name: "\udc00", more: 7 };
  const checked = checkQueryPage({ after });
  assert.deepEqual(checked.after, { instanceId: "a\ufffd", name: "\ufffd" });
});

pages("refuses a limit or a skip that is not allowed", () => {
  for (const limit of [0, -1, 1.5, 10_001, Number.NaN, Infinity]) {
    assert.throws(() => checkQueryPage({ limit }), {
      name: "RangeError",
      message: /from 1 to 10,?000/,
    });
  }
  for (const skip of [-1, 1.5, Number.NaN, -Infinity]) {
    assert.throws(() => checkQueryPage({ skip }), {
      name: "RangeError",
      message: /'skip' must be/,
    });
  }
});

pages("refuses options of other types", () => {
  for (const [page, message] of [
    [null, /Cannot use the options of the page: they are null/],
    [{ skips: 1 }, /there is no 'skips'; did you mean 'skip'\?/],
    [{ limit: "1" }, /'limit' is .*; pass a number/],
    [{ skip: null }, /'skip' is null; pass a number/],
    [{ after: "a" }, /'after' is .*; pass a position with 'instanceId' and 'name'/],
    [{ after: null }, /'after' is null; pass a position/],
    [{ after: { instanceId: "a" } }, /'after' is .*; pass a position/],
  ] as const) {
    assert.throws(() => checkPage(page), { name: "TypeError", message }, JSON.stringify(page));
  }
});
