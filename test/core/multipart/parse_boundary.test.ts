import assert from "node:assert/strict";
import { parseBoundary } from "../../../core/multipart/parse_boundary.ts";
import { suite } from "../../support/suite.ts";

const test = suite("parseBoundary()");

test("finds the boundary, quoted or not, among other parameters", () => {
  const cases: [contentType: string, boundary: string][] = [
    ["multipart/form-data; boundary=b", "b"],
    ["multipart/form-data;boundary=b", "b"],
    [' Multipart/Form-Data ; charset=utf-8; BOUNDARY = "b" ;', "b"],
    ['multipart/form-data; boundary="a b;c"', "a b;c"],
    ['multipart/form-data; boundary="a\\"b"', 'a"b'],
    ["multipart/form-data; boundary=---------------------------1", "---------------------------1"],
    ["multipart/form-data; boundary==_a/b?:,(1)", "=_a/b?:,(1)"],
    ["multipart/form-data; boundary=*****", "*****"],
    [`multipart/form-data; boundary=${"-".repeat(70)}`, "-".repeat(70)],
  ];
  for (const [contentType, boundary] of cases) {
    assert.equal(parseBoundary(contentType), boundary, contentType);
  }
});

test("refuses another content type", () => {
  const cases = [
    undefined,
    null,
    "",
    "application/json",
    "multipart/mixed; boundary=b",
    "multipart/form-data2; boundary=b",
    "multipart/form-data, boundary=b",
  ];
  for (const contentType of cases) {
    assert.throws(() => parseBoundary(contentType), { name: "UnsupportedMediaTypeError" });
  }
  assert.throws(() => parseBoundary("text/plain"), {
    message: "Cannot read the form: its Content-Type 'text/plain' is not 'multipart/form-data'",
  });
});

test("says that a semicolon is missing", () => {
  for (const contentType of [
    "multipart/form-data boundary=b",
    " Multipart/Form-Data\tBOUNDARY = b",
    "multipart/form-data, boundary=b",
    "multipart/form-databoundary=b",
  ]) {
    assert.throws(() => parseBoundary(contentType), {
      name: "UnsupportedMediaTypeError",
      message: `Cannot read the form: a semicolon is missing before 'boundary' in its Content-Type '${contentType}'`,
    });
  }
});

test("shows no more than the beginning of what is long", () => {
  const long = "x".repeat(9_000);
  for (const contentType of [
    long,
    `multipart/form-data boundary=${long}`,
    `multipart/form-data; boundary=${long}`,
    `multipart/form-data; boundary="${long}`,
    `multipart/form-data; x=${long}`,
    `multipart/form-data; ${long}=1; ${long}=2`,
  ]) {
    assert.throws(() => parseBoundary(contentType), /^\w*Error: .{0,350}$/);
  }
});

test("refuses a boundary that is missing or cannot be one", () => {
  const cases: [parameters: string, message: RegExp][] = [
    ["", /a boundary is missing in its Content-Type 'multipart\/form-data'/],
    ["; charset=utf-8", /a boundary is missing/],
    ["; boundary", /a parameter is malformed/],
    ["; boundary=", /a parameter is malformed/],
    ['; boundary="b', /a parameter is malformed/],
    ['; boundary="b"c', /a parameter is malformed/],
    ["; boundary=a b", /a parameter is malformed/],
    ["; boundary=b; boundary=b", /parameter 'boundary' is repeated/],
    ['; boundary=""', /its boundary '' must be 1 to 70 printable ASCII characters/],
    ['; boundary="b "', /its boundary 'b ' must be/],
    ['; boundary="b\tc"', /must be/],
    ["; boundary=ü", /its boundary 'ü' must be/],
    [`; boundary=${"-".repeat(71)}`, /must be/],
  ];
  for (const [parameters, message] of cases) {
    assert.throws(() => parseBoundary(`multipart/form-data${parameters}`), {
      name: "MultipartSyntaxError",
      reason: "malformed",
      offset: 0,
      message,
    });
  }
});
