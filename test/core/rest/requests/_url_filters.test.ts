import assert from "node:assert/strict";
import { Query } from "../../../../core/rest/requests/_query.ts";
import { UrlFilters } from "../../../../core/rest/requests/_url_filters.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("UrlFilters");

const cannotSet = (name: string, value: string) =>
  `Cannot set query parameter '${name}' to value '${value}'`;

test("split ids as Java does, and take no element for nothing", () => {
  for (const [text, ids] of [
    ["", undefined],
    ["x=", [""]],
    ["x=,", [""]],
    ["x=a", ["a"]],
    ["x=a,b", ["a", "b"]],
    ["x=a%2Cb", ["a", "b"]],
    ["x=a,,b,,", ["a", "", "b"]],
    ["x=,a", ["", "a"]],
    ["x=a, b", ["a", " b"]],
    ["x=a&x=b", ["a"]],
  ] as const) {
    assert.deepEqual(filters(text).ids("x"), ids, text);
  }
  assert.equal(filters("x=").tenants("x"), undefined);
  assert.deepEqual(filters("x=a").tenants("x"), ["a"]);
});

test("read flags as the engine's converter does", () => {
  for (const [text, expected] of [
    ["", false],
    ["x=true", true],
    ["x=false", false],
    ["x=null", false],
    ["x=0", false],
    ["x=-0", false],
    ["x=7", true],
    ["x=-1", true],
    ["x=+true+", true],
  ] as const) {
    assert.equal(filters(text).flag("x"), expected, text);
  }
  for (const value of ["", "True", "TRUE", "yes", "+1", "01", "1.5"]) {
    const message = `${cannotSet("x", value)}: Cannot convert value ${value} to java type java.lang.Boolean`;
    assert.throws(() => filters(`x=${encodeURIComponent(value)}`).flag("x"), { message });
  }
});

test("read conditions of three parts", () => {
  for (const [text, conditions] of [
    ["", undefined],
    ["x=a_eq_1", [{ name: "a", operator: "eq", value: "1" }]],
    ["x=a_eq_1,", [{ name: "a", operator: "eq", value: "1" }]],
    ["x=_like_%25", [{ name: "", operator: "like", value: "%" }]],
    ["x=a_neq_+", [{ name: "a", operator: "neq", value: " " }]],
    [
      "x=a_gt_1,b_lteq_null",
      [
        { name: "a", operator: "gt", value: "1" },
        { name: "b", operator: "lteq", value: "null" },
      ],
    ],
    // It finds nothing.
    ["x=,", [{ name: "", operator: "eq", value: null }]],
  ] as const) {
    assert.deepEqual(filters(text).conditions("x"), conditions, text);
  }
});

test("refuse conditions of another form, before they look at operators", () => {
  for (const value of ["", "a", "a_eq", "a_eq_", "a_eq_b_c", "a_eq_1,,b_eq_2", "a_foo_1,b"]) {
    assert.throws(() => filters(`x=${value}`).conditions("x"), {
      message: `${cannotSet("x", value)}: variable query parameter has to have format KEY_OPERATOR_VALUE.`,
    });
  }
  for (const operator of ["EQ", "notLike", "", "toString"]) {
    assert.throws(() => filters(`x=a_${operator}_1`).conditions("x"), {
      message: `Invalid variable comparator specified: ${operator}`,
    });
  }
});

test("check each sorting parameter before the pair", () => {
  const keys = ["name", "type"];
  const sorting = (text: string) => () => filters(text).sorting(keys);
  assert.deepEqual(sorting("")(), []);
  assert.deepEqual(sorting("sortBy=type&sortOrder=desc")(), [
    { sortBy: "type", sortOrder: "desc" },
  ]);
  assert.throws(sorting("sortBy=x"), { message: cannotSet("sortBy", "x") });
  assert.throws(sorting("sortBy="), { message: cannotSet("sortBy", "") });
  assert.throws(sorting("sortOrder=ASC"), { message: cannotSet("sortOrder", "ASC") });
  const single = "Only a single sorting parameter specified. sortBy and sortOrder required";
  assert.throws(sorting("sortBy=name"), { message: single });
  assert.throws(sorting("sortOrder=asc"), { message: single });
});

function filters(text: string): UrlFilters {
  return new UrlFilters(new Query({ target: `/variable-instance?${text}` }));
}
