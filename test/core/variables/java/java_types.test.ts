import assert from "node:assert/strict";
import { parseJavaTypeName } from "../../../../core/variables/java/java_type_name.ts";
import { JavaTypes } from "../../../../core/variables/java/java_types.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("JavaTypes");
const types = new JavaTypes([{ name: "foo.bar.Customer" }, { name: "Order" }]);

test("knows the scalars, collections and maps, and arrays of them", () => {
  const names = [
    "int",
    "int[][]",
    "byte[]",
    "java.lang.Object",
    "java.lang.String[]",
    "java.math.BigDecimal",
    "java.math.BigInteger",
    "java.util.Date",
    "java.util.UUID",
    "foo.bar.Customer",
    "foo.bar.Customer[]",
    "Order",
    ...["List", "ArrayList", "LinkedList", "Set", "HashSet", "LinkedHashSet", "TreeSet"].flatMap(
      (name) => [`java.util.${name}`, `java.util.${name}<foo.bar.Customer>`],
    ),
    ...["Map", "HashMap", "LinkedHashMap", "TreeMap"].flatMap((name) => [
      `java.util.${name}`,
      `java.util.${name}<java.lang.Integer,java.util.List<int[]>>`,
      `java.util.${name}<java.lang.Object,java.lang.Object>`,
      `java.util.${name}<foo.bar.Customer,Order>`,
      `java.util.${name}<char[],Order>`,
    ]),
  ];
  for (const name of names) assert.ok(types.shapeOf(parseJavaTypeName(name)), name);
});

test("names every class that it does not know, once, and what may have been meant", () => {
  const cases: [string, string][] = [
    ["foo.Bar", "'foo.Bar'"],
    ["java.lang.Runtime", "'java.lang.Runtime'"],
    ["foo.Bar<foo.Bar>[]", "'foo.Bar'"],
    ["java.util.Map<a.B,java.util.List<c.D[]>>", "'a.B', 'c.D'"],
    ["java.util.List<String>", "'String' (did you mean 'java.lang.String'?)"],
    ["ArrayList", "'ArrayList' (did you mean 'java.util.ArrayList'?)"],
    ["Customer", "'Customer' (did you mean 'foo.bar.Customer'?)"],
    ["java.lang.string", "'java.lang.string'"],
    ["void", "'void'"],
    ["a<b,c<d>,e,f,g>", "'a'"],
  ];
  for (const [name, classes] of cases) {
    assert.throws(() => types.shapeOf(parseJavaTypeName(name)), {
      name: "JavaJsonError",
      message: `Cannot read JSON as '${name}': the server is not aware of the Java class ${classes}`,
    });
  }
});

test("names a few of many unknown classes, and cuts long names", () => {
  const nested = ["b", "c", "d", "e", "f", "g"].map((name) => `java.util.Map<${name},`);
  const name = `${nested.join("")}${"h".repeat(110)}${">".repeat(6)}`;
  assert.throws(() => types.shapeOf(parseJavaTypeName(name)), {
    message: `Cannot read JSON as '${name.slice(0, 100)}…': the server is not aware of the Java class 'b', 'c', 'd', 'e', 'f', …`,
  });
  const long = `'${"h".repeat(100)}…'`;
  assert.throws(() => types.shapeOf(parseJavaTypeName("h".repeat(110))), {
    message: `Cannot read JSON as ${long}: the server is not aware of the Java class ${long}`,
  });
});

test("refuses a wrong number of type arguments", () => {
  const cases: [string, string][] = [
    ["java.util.List<Order,Order>", "'java.util.List' takes 1 type argument, 2 given"],
    ["java.util.Map<Order>", "'java.util.Map' takes 2 type arguments, 1 given"],
    ["java.util.Map<Order,Order,Order>", "'java.util.Map' takes 2 type arguments, 3 given"],
    ["java.lang.String<Order>", "'java.lang.String' takes no type arguments, 1 given"],
    ["java.lang.Object<Order>", "'java.lang.Object' takes no type arguments, 1 given"],
    ["foo.bar.Customer<Order>", "'foo.bar.Customer' takes no type arguments, 1 given"],
  ];
  for (const [name, problem] of cases) {
    const message = `Cannot read JSON as '${name}': ${problem}`;
    assert.throws(() => types.shapeOf(parseJavaTypeName(name)), { name: "JavaJsonError", message });
    assert.throws(() => types.shapeOf(parseJavaTypeName(`java.util.List<${name}>`)), { message });
  }
});

test("refuses keys that are no one string in JSON", () => {
  for (const key of ["java.util.List", "java.util.Map<Order,Order>", "int[]", "Order[]"]) {
    assert.throws(() => types.shapeOf(parseJavaTypeName(`java.util.Map<${key},Order>`)), {
      name: "JavaJsonError",
      message: `Cannot read JSON as a map with keys of type '${key}': a name in JSON is one string`,
    });
  }
});

test("refuses to add what is no class, or known already", () => {
  for (const name of ["", "a.", "a<b>", "a[]", "int", "foo bar"]) {
    assert.throws(() => new JavaTypes([{ name }]), {
      name: "SyntaxError",
      message: `Cannot add the Java type '${name}': it is not the name of a class, as in 'foo.bar.Customer'`,
    });
  }
  for (const name of [
    "java.lang.Object",
    "java.util.List",
    "java.util.Map",
    "java.util.Date",
    "a.B",
  ]) {
    assert.throws(() => new JavaTypes([{ name: "a.B" }, { name }]), {
      name: "TypeError",
      message: `Cannot add the Java type '${name}': it is known already`,
    });
  }
});
