import assert from "node:assert/strict";
import { InvalidVariableError } from "../../../../core/variables/errors/invalid_variable_error.ts";
import { convertScalar } from "../../../../core/variables/values/_convert_scalar.ts";
import {
  findValueType,
  type ScalarValueType,
} from "../../../../core/variables/values/value_types.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("convertScalar()");

test("gives the canonical text of each type", () => {
  const cases = [
    ["Boolean", "true", "true"],
    ["Boolean", "True", "true"],
    ["Boolean", "TRUE", "true"],
    ["Boolean", "false", "false"],
    ["Boolean", "False", "false"],
    ["Boolean", "FALSE", "false"],
    ["Short", "+32767", "32767"],
    ["Integer", "0042", "42"],
    ["Long", "9223372036854775807", "9223372036854775807"],
    ["Double", "1e10", "1.0E10"],
    ["Date", "2013-01-23T13:42:42.000+0200", "2013-01-23T11:42:42.000+0000"],
  ] as const;
  for (const [type, text, canonical] of cases) {
    assert.equal(convertScalar(scalar(type), text), canonical);
    assert.equal(convertScalar(scalar(type), ` \t${text}\r\n`), canonical);
  }
});

test("refuses other texts in the engine's words", () => {
  const cases = [
    ["Boolean", "tRuE", "java.lang.Boolean"],
    ["Boolean", "1", "java.lang.Boolean"],
    ["Boolean", "yes", "java.lang.Boolean"],
    ["Short", "32768", "java.lang.Short"],
    ["Integer", "4x2", "java.lang.Integer"],
    ["Integer", "", "java.lang.Integer"],
    ["Integer", " ", "java.lang.Integer"],
    ["Integer", "4 2", "java.lang.Integer"],
    ["Integer", "\u00a042", "java.lang.Integer"],
    ["Integer", "null", "java.lang.Integer"],
    ["Long", "1.0", "java.lang.Long"],
    ["Double", "1,5", "java.lang.Double"],
    ["Date", "2013-01-23", "java.util.Date"],
  ] as const;
  for (const [type, text, javaType] of cases) {
    assert.throws(
      () => convertScalar(scalar(type), text),
      new InvalidVariableError(
        "InvalidRequestException",
        `Cannot convert value '${text}' of type '${type}' to java type ${javaType}`,
      ),
    );
  }
});

test("shortens a long text in the message", () => {
  assert.throws(() => convertScalar(scalar("Integer"), "x".repeat(1_000_000)), {
    message: `Cannot convert value '${"x".repeat(100)}…' of type 'Integer' to java type java.lang.Integer`,
  });
});

function scalar(name: string): ScalarValueType {
  const type = findValueType(name);
  assert(type?.stored === "scalar");
  return type;
}
