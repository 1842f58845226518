import assert from "node:assert/strict";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { BodyFilters } from "../../../../core/rest/requests/_body_filters.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("BodyFilters");

const number = (lexeme: string) => ({ lexeme });
const object = (members: Readonly<Record<string, JsonValue>>) => new Map(Object.entries(members));

test("take texts, numbers and Booleans as texts, and null for nothing", () => {
  const text = (x: JsonValue) => filters({ x }).text("x");
  assert.equal(text("a"), "a");
  assert.equal(text(""), "");
  assert.equal(text(number("1.50")), "1.50");
  assert.equal(text(true), "true");
  assert.equal(text(null), undefined);
  assert.equal(filters({}).text("x"), undefined);
  for (const wrong of [[], new Map()]) assert.throws(() => text(wrong), /give a string/);
});

test("take flags as Jackson does", () => {
  const flag = (x: JsonValue) => filters({ x }).flag("x");
  for (const value of [true, "true", "True", "TRUE", number("1"), number("-7")]) {
    assert.equal(flag(value), true);
  }
  for (const value of [false, "false", "FALSE", number("0"), number("-0"), null]) {
    assert.equal(flag(value), false);
  }
  for (const value of ["yes", "tRUE", number("1.5"), number("1e1"), [], new Map()]) {
    assert.throws(() => flag(value), /^InvalidQueryError: Cannot read 'x' of the query/);
  }
});

test("take an empty list for no filter, except where it is a list of nothing", () => {
  const ids = (x: JsonValue, whenEmpty?: "nothing") => filters({ x }).ids("x", whenEmpty);
  assert.deepEqual(ids(["a", number("7"), null]), ["a", "7", ""]);
  assert.equal(ids([]), undefined);
  assert.equal(ids(null), undefined);
  assert.deepEqual(ids([], "nothing"), []);
  assert.equal(ids(null, "nothing"), undefined);
  assert.throws(() => ids("a"), /'x' of the query: it is 'a'; give an array/);
  assert.throws(() => ids(["a", []]), /'x\[1\]' of the query: it is an array; give a string/);
  assert.throws(() => filters({ x: [null] }).tenants("x"), /tenantIds contains null value/);
});

test("keep all digits of whole numbers in conditions", () => {
  const value = (x: JsonValue) => {
    const condition = object({ name: "n", operator: "eq", value: x, type: "ignored" });
    return filters({ x: [condition] }).conditions("x")?.[0]?.value;
  };
  assert.equal(value(number("9223372036854775807")), 2n ** 63n - 1n);
  assert.equal(value(number("-9223372036854775808")), -(2n ** 63n));
  assert.equal(value(number("-0")), 0n);
  assert.equal(value(number("7.0")), 7);
  assert.equal(value(number("1e2")), 100);
  assert.equal(value(number("1e400")), Infinity);
  assert.equal(value(number("1".repeat(1_000))), Infinity);
  assert.equal(value("7"), "7");
  assert.equal(value(null), null);
});

test("say what is wrong with a condition", () => {
  const good = { name: "n", operator: "eq", value: "x" };
  for (const [condition, message] of [
    [null, /'x\[0\]' of the query: it is null; give an object/],
    [object({ ...good, name: null }), /^InvalidQueryError: name is null$/],
    [object({ ...good, name: [] }), /'x\[0\].name'/],
    [object({ ...good, operator: null }), /^InvalidQueryError: .*comparator specified: null$/],
    [object({ ...good, operator: "notLike" }), /comparator specified: notLike$/],
    [object({ ...good, value: [] }), /Object values cannot be used to query$/],
    [object({ ...good, value: new Map() }), /Object values cannot be used to query$/],
  ] as const) {
    assert.throws(() => filters({ x: [condition] }).conditions("x"), message);
  }
  const missing = filters({ x: [object({ name: "n", operator: "eq" })] }).conditions("x");
  assert.deepEqual(missing, [{ name: "n", operator: "eq", value: null }]);
});

test("take sortBy and sortOrder before the entries of sorting", () => {
  const entry = object({ sortBy: "type", sortOrder: "asc", parameters: null });
  const both = filters({ sortBy: "name", sortOrder: "desc", sorting: [entry, new Map()] });
  assert.deepEqual(both.sorting(["name", "type"]), [
    { sortBy: "name", sortOrder: "desc" },
    { sortBy: "type", sortOrder: "asc" },
    { sortBy: undefined, sortOrder: undefined },
  ]);
  assert.throws(() => filters({ sorting: [null] }).sorting([]), /'sorting\[0\]'/);
  assert.throws(() => filters({ sorting: new Map() }).sorting([]), /give an array/);
  assert.throws(() => filters({ sortBy: "x" }).sorting(["name"]), /give name/);
});

function filters(members: Readonly<Record<string, JsonValue>>): BodyFilters {
  return new BodyFilters(object(members));
}
