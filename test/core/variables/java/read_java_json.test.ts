import assert from "node:assert/strict";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { JavaTypes } from "../../../../core/variables/java/java_types.ts";
import { type JavaJson, readJavaJson } from "../../../../core/variables/java/read_java_json.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("readJavaJson()");
const seen: JsonValue[] = [];
const types = new JavaTypes([
  { name: "foo.Any" },
  {
    name: "foo.Customer",
    check(value) {
      seen.push(value);
      return value instanceof Map && value.has("id") ? undefined : "member 'id' is missing";
    },
  },
  {
    name: "foo.Color",
    check: (value) => (value === "RED" || value === "BLUE" ? undefined : "it is no color"),
  },
]);

function read(typeName: string, json: string): Promise<JavaJson> {
  return readJavaJson(typeName, [new TextEncoder().encode(json)], types);
}

function refuses(typeName: string, json: string, message: string): Promise<void> {
  return assert.rejects(read(typeName, json), { name: "JavaJsonError", message });
}

test("takes the example of the engine's documentation", async () => {
  assert.deepEqual(await read("java.util.ArrayList<java.lang.Object>", '["foo", "bar"]'), {
    objectTypeName: "java.util.ArrayList<java.lang.Object>",
    isNull: false,
  });
});

test("takes JSON of the type's shape", async () => {
  const cases: [string, string[]][] = [
    ["int", ["1"]],
    ["int[][]", ["[]", "[[1,2],[],null]"]],
    ["byte[][]", ['["AAAA",null]']],
    [
      "java.lang.Object",
      ["1", '"a"', "true", "[]", "{}", '[{"a":[1,"a",null,true]}]', '{"a":{"b":[]}}'],
    ],
    ["java.lang.Object[]", ['[1,"a",[],{},null]']],
    ["java.util.List", ['[1,"a",[],{},null]']],
    ["java.util.Set<java.lang.Long>", ["[9223372036854775807,null,1,1]"]],
    ["java.util.List<java.util.List<java.lang.String>>", ['[["a"],[],null]']],
    ["java.util.Map", ['{"a":1,"b":[],"":null}']],
    ["java.util.TreeMap<java.lang.Integer,java.lang.String>", ['{"1":"a","-2":null}', "{}"]],
    ["java.util.Map<java.lang.Object,int[]>", ['{"x":[1]}']],
    [
      "java.util.Map<java.lang.String,java.util.Map<java.lang.Boolean,foo.Any>>",
      ['{"a":{"true":{}}}'],
    ],
    ["java.util.Map<foo.Color,java.lang.Integer>", ['{"RED":1,"BLUE":2}']],
    ["foo.Any", ["1", '"a"', "[[]]", '{"a":{}}', "true"]],
    ["foo.Color", ['"RED"']],
    ["java.util.List<foo.Color>", ['["RED","BLUE",null]']],
  ];
  for (const [typeName, texts] of cases) {
    for (const json of texts) {
      const text = `${typeName} ${json}`;
      assert.deepEqual(
        await read(typeName, json),
        { objectTypeName: typeName, isNull: false },
        text,
      );
    }
  }
});

test("says that the value is null, if its type has null", async () => {
  const typeNames = [
    "java.lang.Integer",
    "java.lang.Object",
    "java.util.List<java.lang.Integer>",
    "java.util.Map",
    "int[]",
    "byte[]",
    "foo.Any",
    "foo.Color",
  ];
  for (const objectTypeName of typeNames) {
    assert.deepEqual(await read(objectTypeName, " null "), { objectTypeName, isNull: true });
  }
  assert.equal((await read("java.util.List", "[null]")).isNull, false);
  assert.equal((await read("java.util.Map", '{"a":null}')).isNull, false);
  await refuses(
    "boolean",
    "null",
    "Cannot read $ as 'boolean': expected true or false, found null (line 1, column 1, byte 0)",
  );
  await assert.rejects(read("int[]", "[1,null]"), /Cannot read \$\[1\] as 'int'.* found null/);
});

test("gives the type's canonical name", async () => {
  const { objectTypeName } = await read(
    "java.util.HashMap<java.lang.String, java.lang.Integer>",
    "{}",
  );
  assert.equal(objectTypeName, "java.util.HashMap<java.lang.String,java.lang.Integer>");
});

test("refuses another shape, and says what is where", async () => {
  const map = "java.util.HashMap<java.lang.String,java.lang.Integer>";
  const range = "expected a whole number from -2147483648 to 2147483647";
  await refuses(
    map,
    '{"a":"x"}',
    `Cannot read $.a as 'java.lang.Integer': ${range}, found "x" (line 1, column 6, byte 5)`,
  );
  await refuses(
    map,
    '{"ä":1,\n "b c":2147483648}',
    `Cannot read $["b c"] as 'java.lang.Integer': ${range}, found 2147483648 (line 2, column 8, byte 16)`,
  );
  await refuses(
    map,
    "[]",
    `Cannot read $ as '${map}': expected an object, found an array (line 1, column 1, byte 0)`,
  );
  await refuses(
    map,
    ' "x"',
    `Cannot read $ as '${map}': expected an object, found "x" (line 1, column 2, byte 1)`,
  );
  await refuses(
    "java.util.List<java.util.Set<int[]>>",
    "[[],[[1],[2,{}]]]",
    `Cannot read $[1][1][1] as 'int': ${range}, found an object (line 1, column 13, byte 12)`,
  );
  await refuses(
    "java.util.List",
    "{}",
    "Cannot read $ as 'java.util.List': expected an array, found an object (line 1, column 1, byte 0)",
  );
  await refuses(
    "java.util.List<java.lang.String>",
    '["a",true]',
    "Cannot read $[1] as 'java.lang.String': expected a string, found true (line 1, column 6, byte 5)",
  );
  await refuses(
    "java.lang.String",
    "1.50",
    "Cannot read $ as 'java.lang.String': expected a string, found 1.50 (line 1, column 1, byte 0)",
  );
  await refuses(
    "java.util.UUID",
    `"${"a".repeat(110)}"`,
    `Cannot read $ as 'java.util.UUID': expected a UUID in a string, found "${"a".repeat(100)}…" (line 1, column 1, byte 0)`,
  );
});

test("refuses a name that is no key of the type", async () => {
  await refuses(
    "java.util.Map<java.lang.Boolean,java.util.Map<java.lang.Character,foo.Any>>",
    '{"true":{"a":1,"ab":2}}',
    "Cannot read the name \"ab\" in $.true as 'java.lang.Character': expected a string of one UTF-16 code unit (line 1, column 16, byte 15)",
  );
  await refuses(
    "java.util.List<java.util.Map<foo.Color,foo.Any>>",
    '[{"RED":1},{"GREEN":1}]',
    "Cannot read the name \"GREEN\" in $[1] as 'foo.Color': it is no color (line 1, column 13, byte 12)",
  );
});

test("carries the place as data", async () => {
  await assert.rejects(read("java.util.List<java.lang.Long>", "[1,\n1.5]"), {
    path: "$[1]",
    position: { offset: 4, line: 2, column: 1 },
  });
  await assert.rejects(read("java.util.List", "[1 1]"), {
    path: undefined,
    position: { offset: 3, line: 1, column: 4 },
  });
  await assert.rejects(read("a.", "[]"), { path: undefined, position: undefined });
});

test("shows an embedder's check each value of its class, whole, but null", async () => {
  seen.length = 0;
  const json =
    '[{"id":9007199254740993},null,{"id":[{"id":-0.50}],"x":{"__proto__":"\\u00e9"},"y":[true,null]}]';
  await read("java.util.List<foo.Customer>", json);
  assert.deepEqual(seen, [
    new Map([["id", { lexeme: "9007199254740993" }]]),
    new Map<string, JsonValue>([
      ["id", [new Map([["id", { lexeme: "-0.50" }]])]],
      ["x", new Map([["__proto__", "é"]])],
      ["y", [true, null]],
    ]),
  ]);
});

test("reports what an embedder's check finds, where the value begins", async () => {
  const problem = "as 'foo.Customer': member 'id' is missing";
  await refuses("foo.Customer", "{}", `Cannot read $ ${problem} (line 1, column 1, byte 0)`);
  await refuses("foo.Customer", " 7", `Cannot read $ ${problem} (line 1, column 2, byte 1)`);
  await refuses("foo.Customer", '"a"', `Cannot read $ ${problem} (line 1, column 1, byte 0)`);
  await refuses("foo.Customer", "[[[1]]]", `Cannot read $ ${problem} (line 1, column 1, byte 0)`);
  await refuses(
    "java.util.Map<java.lang.String,foo.Customer>",
    '{"é":{"id":1},\n"b":{"x":{"id":1}}}',
    `Cannot read $.b ${problem} (line 2, column 5, byte 20)`,
  );
});

test("lets an error of an embedder's check through", async () => {
  const own = new Error("no database");
  const failing = new JavaTypes([
    {
      name: "foo.Bar",
      check() {
        throw own;
      },
    },
  ]);
  await assert.rejects(
    readJavaJson("foo.Bar", [new TextEncoder().encode("{}")], failing),
    (error) => error === own,
  );
});

test("refuses broken JSON, a malformed name and an unknown class", async () => {
  await refuses(
    "java.util.List",
    "[1,]",
    "Cannot parse the JSON: expected a value, found ']' (line 1, column 4, byte 3)",
  );
  await refuses(
    "java.util.List",
    "",
    "Cannot parse the JSON: expected a value, found the end (line 1, column 1, byte 0)",
  );
  await refuses(
    "java.util.List<",
    "[]",
    "Cannot parse the Java type name: expected a class name, found the end (character 16)",
  );
  await refuses(
    "foo.Unknown",
    "{}",
    "Cannot read JSON as 'foo.Unknown': the server is not aware of the Java class 'foo.Unknown'",
  );
});

test("takes and refuses large values without a tree", async () => {
  const row = '{"id":1,"name":"\\u00e4\\n€","tags":[true,null,-0.5]},';
  const json = `[${row.repeat(20_000)}0]`;
  assert.equal((await read("java.util.List", json)).isNull, false);
  await assert.rejects(read("java.util.List<java.util.Map>", json), /Cannot read \$\[20000\] as /);
  await assert.rejects(read("java.util.List", "[".repeat(100_000)), /more than 1000 levels/);
  const deep = `${"java.util.List<".repeat(200)}java.lang.Long${">".repeat(200)}`;
  await assert.rejects(
    read(deep, `${"[".repeat(200)}1.5${"]".repeat(200)}`),
    /\$\[0\]\[0\]\[0\]\[0\]…\[0\]\[0\]\[0\]\[0\] as/,
  );
});
