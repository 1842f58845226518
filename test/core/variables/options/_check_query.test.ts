import assert from "node:assert/strict";
import { InvalidQueryError } from "../../../../core/variables/errors/invalid_query_error.ts";
import {
  checkInstanceQuery,
  checkVariableFilter,
  checkVariableJsonQuery,
  checkVariableQuery,
} from "../../../../core/variables/options/_check_query.ts";
import type {
  VariableCondition,
  VariableQuery,
} from "../../../../core/variables/options/variable_query.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checks of queries");

const CONDITION: VariableCondition = { name: "a", operator: "eq", value: 1 };

const conditions = (count: number) => Array.from({ length: count }, () => CONDITION);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `i${index}`);

test("allow exactly the limits", () => {
  const variableValues = conditions(100);
  checkVariableFilter({ processInstanceIds: ids(40_000), variableScopeIds: ids(40_000) });
  checkVariableFilter({ variableValues, variableNameLike: "%".repeat(4_000) });
  checkVariableFilter({ variableValues: [like("%".repeat(4_000))] });
  checkInstanceQuery({
    processInstanceIds: ids(20_000),
    variables: conditions(50),
    orQueries: [{ processInstanceIds: ids(20_000), variables: conditions(50) }],
  });
});

test("refuse one more, and say so", () => {
  const more = (run: () => void, message: string) => {
    assert.throws(run, (error: unknown) => {
      assert.ok(error instanceof InvalidQueryError);
      assert.deepEqual(error.answer, {
        status: 400,
        type: "InvalidRequestException",
        message: `Cannot run the query: ${message}`,
        code: null,
      });
      return true;
    });
  };
  const tooManyIds = "it has 40001 ids, at most 40000 are allowed";
  more(() => checkVariableFilter({ processInstanceIds: ids(40_001) }), tooManyIds);
  more(() => checkVariableFilter({ variableScopeIds: ids(40_001) }), tooManyIds);
  const halves = {
    processInstanceIds: ids(20_000),
    orQueries: [{ processInstanceIds: ids(20_001) }],
  };
  more(() => checkInstanceQuery(halves), tooManyIds);

  const tooMany = "it has 101 conditions, at most 100 are allowed";
  more(() => checkVariableFilter({ variableValues: conditions(101) }), tooMany);
  more(() => checkInstanceQuery({ variables: conditions(101) }), tooMany);
  const ones = Array.from({ length: 101 }, () => ({ variables: conditions(1) }));
  more(() => checkInstanceQuery({ orQueries: ones }), tooMany);

  const long = "%".repeat(4_001);
  const tooLong = (name: string) =>
    `the pattern of '${name}' has 4001 characters, at most 4000 are allowed`;
  more(() => checkVariableFilter({ variableNameLike: long }), tooLong("variableNameLike"));
  more(() => checkVariableFilter({ variableValues: [like(long)] }), tooLong("a"));
  more(() => checkInstanceQuery({ variables: [like(long)] }), tooLong("a"));
  const name = "x".repeat(100_000);
  assert.throws(
    () => checkVariableFilter({ variableValues: [{ ...like(long), name }] }),
    ({ message }: Error) => message.length < 500,
  );
});

test("refuse an empty list of instances in the engine's words", () => {
  for (const query of [{ processInstanceIds: [] }, { orQueries: [{ processInstanceIds: [] }] }]) {
    assert.throws(
      () => checkInstanceQuery(query),
      /^InvalidQueryError: Set of process instance ids is empty$/,
    );
  }
});

test("take all values that can be compared, and no others", () => {
  for (const value of ["", 1.5, Infinity, 1n, true, new Date(0), null]) {
    checkVariableFilter({ variableValues: [{ ...CONDITION, value }] });
  }
  for (const value of [undefined, Number.NaN, new Date(Number.NaN), {}, []]) {
    refused({ variableValues: [{ ...CONDITION, value }] }, /'value' is /);
  }
});

test("tell a program what it has misspelt", () => {
  refused({ variablename: "a" }, /did you mean 'variableName'\?/);
  refused({ variableValues: [{ ...CONDITION, type: "String" }] }, /type/);
  refused({ variableValues: [{ ...CONDITION, operator: "notLike" }] }, /pass eq, neq, gt/);
  refused({ variableValues: [{ ...CONDITION, name: null }] }, /'name' is null; pass a string/);
  refused({ variableValues: CONDITION }, /pass an array/);
  refused({ variableName: 7 }, /'variableName' is /);
  refused({ processInstanceIds: "a" }, /pass an array/);
  refused({ processInstanceIds: [7] }, /pass a string/);
  refused({ sorting: [{ sortBy: "name", sortOrder: "asc" }] }, /pass variableName, variableType/);
  refused({ sorting: [{ sortBy: "variableName", sortOrder: "ASC" }] }, /pass asc or desc/);
  refused({ signal: new AbortController() }, /pass its 'signal'/);
  checkVariableJsonQuery({ deserializeValues: false, omitBytes: true, firstResult: 1 });
});

function like(value: string): VariableCondition {
  return { name: "a", operator: "like", value };
}

/** Passes what plain JavaScript may pass. */
function refused(query: object, message: RegExp): void {
  const check: (query: VariableQuery) => void = checkVariableQuery;
  assert.throws(
    () => Reflect.apply(check, undefined, [query]),
    (error: unknown) => error instanceof TypeError && message.test(error.message),
  );
}
