import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatJavaTypeName,
  isJavaClassName,
  isPrimitive,
  type JavaTypeName,
  parseJavaTypeName,
} from "../../../../core/variables/java/java_type_name.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("parseJavaTypeName()");

test("takes a name apart", () => {
  const integer = { className: "java.lang.Integer", typeArguments: [], dimensions: 0 };
  const bytes = { className: "byte", typeArguments: [], dimensions: 1 };
  assert.deepEqual(parseJavaTypeName("java.util.HashMap<java.lang.Integer,byte[]>[][]"), {
    className: "java.util.HashMap",
    typeArguments: [integer, bytes],
    dimensions: 2,
  });
});

test("takes what the grammar has, and prints it back", () => {
  const names = [
    "int",
    "int[]",
    "int[][][]",
    "java.lang.String",
    "java.lang.String[]",
    "Customer",
    "foo.bar.Customer",
    "foo.Outer$Inner",
    "_a.$b.c1",
    "größe.Straße",
    "客户.订单",
    "a.\u{10400}",
    "e\u0301.a",
    "java.util.List<java.lang.String>",
    "java.util.List<java.lang.String[]>",
    "java.util.List<int[]>",
    "java.util.List<java.lang.String>[]",
    "java.util.Map<java.lang.String,java.util.List<java.util.Set<java.lang.Long>>>",
    "a<b,c,d,e>",
    "int.foo",
    "interest",
  ];
  for (const name of names) assert.equal(formatJavaTypeName(parseJavaTypeName(name)), name);
});

test("takes one blank after a comma, and prints none", () => {
  const name = parseJavaTypeName("java.util.Map<a.B, java.util.Map<c.D, e.F>>");
  assert.equal(formatJavaTypeName(name), "java.util.Map<a.B,java.util.Map<c.D,e.F>>");
});

test("refuses all else, and says where", () => {
  const cases: [string, string][] = [
    ["", "expected a class name, found the end (character 1)"],
    [" ", "expected a class name, found ' ' (character 1)"],
    [" int", "expected a class name, found ' int' (character 1)"],
    ["int ", "expected the end, found ' ' (character 4)"],
    ["1a", "expected a class name, found '1a' (character 1)"],
    ["a.", "expected the end, found '.' (character 2)"],
    ["a..b", "expected the end, found '..b' (character 2)"],
    [".a", "expected a class name, found '.a' (character 1)"],
    ["a.1", "expected the end, found '.1' (character 2)"],
    ["a b", "expected the end, found ' b' (character 2)"],
    ["a-b", "expected the end, found '-b' (character 2)"],
    ["a/b", "expected the end, found '/b' (character 2)"],
    ["a<", "expected a class name, found the end (character 3)"],
    ["a<>", "expected a class name, found '>' (character 3)"],
    ["a<b", "expected ',' or '>', found the end (character 4)"],
    ["a<b,", "expected a class name, found the end (character 5)"],
    ["a<b,>", "expected a class name, found '>' (character 5)"],
    ["a<b,  c>", "expected a class name, found ' c>' (character 6)"],
    ["a<b ,c>", "expected ',' or '>', found ' ,c>' (character 4)"],
    ["a< b>", "expected a class name, found ' b>' (character 3)"],
    ["a<b >", "expected ',' or '>', found ' >' (character 4)"],
    ["a <b>", "expected the end, found ' <b>' (character 2)"],
    ["a<b>>", "expected the end, found '>' (character 5)"],
    ["a<b><c>", "expected the end, found '<c>' (character 5)"],
    ["a<b>.c", "expected the end, found '.c' (character 5)"],
    ["a>", "expected the end, found '>' (character 2)"],
    ["a<?>", "expected a class name, found '?>' (character 3)"],
    ["a<? extends b>", "expected a class name, found '? extends ' (character 3)"],
    ["a<int>", "expected a class or an array, found 'int>' (character 3)"],
    ["a<b,long>", "expected a class or an array, found 'long>' (character 5)"],
    ["int<a>", "expected the end, found '<a>' (character 4)"],
    ["a[", "expected the end, found '[' (character 2)"],
    ["a[1]", "expected the end, found '[1]' (character 2)"],
    ["a[ ]", "expected the end, found '[ ]' (character 2)"],
    ["a []", "expected the end, found ' []' (character 2)"],
    ["a[]<b>", "expected the end, found '<b>' (character 4)"],
    ["[B", "expected a class name, found '[B' (character 1)"],
    ["[Ljava.lang.String;", "expected a class name, found '[Ljava.lan' (character 1)"],
    ["a&b", "expected the end, found '&b' (character 2)"],
    ["a\n", "expected the end, found '\n' (character 2)"],
    ["a\u200b", "expected the end, found '\u200b' (character 2)"],
    [`a${"[]".repeat(256)}`, "expected at most 255 dimensions, found the end (character 514)"],
  ];
  for (const [name, problem] of cases) {
    const message = `Cannot parse the Java type name: ${problem}`;
    assert.throws(() => parseJavaTypeName(name), { name: "SyntaxError", message });
  }
});

test("bounds the length, and takes the deepest name of that length", () => {
  assert.equal(parseJavaTypeName("a".repeat(4_000)).className.length, 4_000);
  assert.throws(() => parseJavaTypeName("a".repeat(4_001)), /more than 4000 characters/);
  assert.throws(() => parseJavaTypeName("a<".repeat(10_000_000)), /more than 4000 characters/);
  const deep = `${"a<".repeat(1_333)}a${">".repeat(1_333)}`;
  assert.equal(formatJavaTypeName(parseJavaTypeName(deep)), deep);
  assert.throws(() => parseJavaTypeName("a<".repeat(2_000)), SyntaxError);
});

test("prints and parses any name to the same parts", () => {
  const { type } = fc.letrec<{ type: JavaTypeName }>((tie) => ({
    type: fc.record(
      {
        className: fc.stringMatching(/^[a-z][a-zA-Z0-9_$]{0,4}(\.[A-Z_$][a-z0-9]{0,4}){1,2}$/),
        typeArguments: fc.oneof(
          { maxDepth: 4 },
          fc.constant([]),
          fc.array(tie("type"), { maxLength: 3 }),
        ),
        dimensions: fc.nat({ max: 2 }),
      },
      { noNullPrototype: true },
    ),
  }));
  fc.assert(
    fc.property(type, (name) => {
      assert.deepEqual(parseJavaTypeName(formatJavaTypeName(name)), name);
    }),
  );
});

test("tells primitives from classes and arrays", () => {
  const names = ["boolean", "byte", "char", "double", "float", "int", "long", "short"];
  for (const name of names) {
    assert.ok(isPrimitive(parseJavaTypeName(name)));
    assert.ok(!isPrimitive(parseJavaTypeName(`${name}[]`)));
    assert.ok(!isJavaClassName(name));
  }
  assert.ok(!isPrimitive(parseJavaTypeName("java.lang.Integer")));
});

test("tells the name of a class from other types", () => {
  for (const name of ["foo.bar.Customer", "Customer", "a.B$C", "a.Ä"])
    assert.ok(isJavaClassName(name));
  for (const name of ["", "a<b>", "a[]", "a.", "a\n", " a", "a".repeat(4_001)]) {
    assert.ok(!isJavaClassName(name), name);
  }
});
