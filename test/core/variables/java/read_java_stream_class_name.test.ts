import assert from "node:assert/strict";
import fc from "fast-check";
import { readJavaStreamClassName } from "../../../../core/variables/java/read_java_stream_class_name.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("readJavaStreamClassName()");

const HEADER = [0xac, 0xed, 0x00, 0x05];
const OBJECT = 0x73;
const ARRAY = 0x75;
const ENUM = 0x7e;

/** Makes the beginning of a stream with a class descriptor: the name, then bytes for the serialVersionUID. */
function stream(tag: number, name: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(name);
  const length = [bytes.length >> 8, bytes.length & 0xff];
  return Uint8Array.from([...HEADER, tag, 0x72, ...length, ...bytes, 1, 2, 3, 4, 5, 6, 7, 8, 2, 0]);
}

test("reads what Java writes for an ArrayList, a HashMap, an Integer and a byte[]", () => {
  const streams: [string, string][] = [
    [
      "java.util.ArrayList",
      "aced0005737200136a6176612e7574696c2e41727261794c6973747881d21d99c7619d03000149000473697a65787000000000770400000000 78",
    ],
    [
      "java.util.HashMap",
      "aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f6c6478703f40000000000000770800000010000000007 8",
    ],
    [
      "java.lang.Integer",
      "aced0005737200116a6176612e6c616e672e496e746567657212e2a0a4f781873802000149000576616c7565787200106a6176612e6c616e672e4e756d62657286ac951d0b94e08b020000787000000007",
    ],
    ["byte[]", "aced0005757200025b42acf317f8060854e0020000787000000003010203"],
    ["java.lang.String", "aced0005740003666f6f"],
  ];
  for (const [name, hex] of streams) {
    assert.equal(readJavaStreamClassName(Buffer.from(hex.replaceAll(" ", ""), "hex")), name);
  }
});

test("gives the canonical names of objects, enum constants and arrays", () => {
  const cases: [number, string, string][] = [
    [OBJECT, "foo.bar.Customer", "foo.bar.Customer"],
    [OBJECT, "foo.Outer$Inner", "foo.Outer$Inner"],
    [OBJECT, "Customer", "Customer"],
    [OBJECT, "größe.Straße", "größe.Straße"],
    [ENUM, "java.util.concurrent.TimeUnit", "java.util.concurrent.TimeUnit"],
    ...[..."byte char double float int long short boolean".split(" ").entries()].map(
      ([i, name]): [number, string, string] => [ARRAY, `[${"BCDFIJSZ"[i]}`, `${name}[]`],
    ),
    [ARRAY, "[[[I", "int[][][]"],
    [ARRAY, "[Ljava.lang.String;", "java.lang.String[]"],
    [ARRAY, "[[Lfoo.Outer$Inner;", "foo.Outer$Inner[][]"],
  ];
  for (const [tag, name, expected] of cases) {
    assert.equal(readJavaStreamClassName(stream(tag, name)), expected);
  }
});

test("reads a string of any length, which has no descriptor", () => {
  for (const tag of [0x74, 0x7c]) {
    assert.equal(readJavaStreamClassName(Uint8Array.from([...HEADER, tag])), "java.lang.String");
  }
});

test("does not guess", () => {
  const cases: [string, Uint8Array][] = [
    ["nothing", new Uint8Array(0)],
    ["text", Buffer.from("java.lang.String")],
    ["another version", Uint8Array.from([0xac, 0xed, 0, 4, 0x74])],
    ["the header alone", Uint8Array.from(HEADER)],
    ["null", Uint8Array.from([...HEADER, 0x70])],
    ["block data", Uint8Array.from([...HEADER, 0x77, 4, 0, 0, 0, 1])],
    ["a class", Uint8Array.from([...HEADER, 0x76, 0x72, 0, 1, 0x61])],
    ["a proxy", Uint8Array.from([...HEADER, OBJECT, 0x7d, 0, 0, 0, 1, 0, 1, 0x61])],
    ["a reference", Uint8Array.from([...HEADER, OBJECT, 0x71, 0, 0x7e, 0, 0])],
    ["a lambda", stream(OBJECT, "foo.Bar$$Lambda/0x0001")],
    ["a name that is none", stream(OBJECT, "foo bar")],
    ["an empty name", stream(OBJECT, "")],
    ["a name with markup", stream(OBJECT, "foo<bar>")],
    ["an array that says it is an object", stream(OBJECT, "[B")],
    ["an object that says it is an array", stream(ARRAY, "foo.Bar")],
    ["an array of nothing", stream(ARRAY, "[")],
    ["an array of no class", stream(ARRAY, "[Lfoo bar;")],
    ["an array of an unknown primitive", stream(ARRAY, "[X")],
    ["an array with an open end", stream(ARRAY, "[Lfoo.Bar")],
    ["a primitive", stream(OBJECT, "int")],
    ["bytes that are no UTF-8", stream(OBJECT, Uint8Array.from([0x61, 0xff]))],
    ["a name with U+0000", stream(OBJECT, Uint8Array.from([0x61, 0xc0, 0x80]))],
    ["a name with a byte order mark", stream(OBJECT, "\ufefffoo.Bar")],
    ["a name of 4,001 characters", stream(OBJECT, "a".repeat(4_001))],
  ];
  for (const [what, bytes] of cases) assert.equal(readJavaStreamClassName(bytes), undefined, what);
});

test("needs the whole name, and nothing after it", () => {
  const bytes = stream(OBJECT, "foo.bar.Customer");
  const end = 8 + "foo.bar.Customer".length;
  for (let length = 0; length < end; length++) {
    assert.equal(readJavaStreamClassName(bytes.subarray(0, length)), undefined);
  }
  assert.equal(readJavaStreamClassName(bytes.subarray(0, end)), "foo.bar.Customer");
});

test("reads from views, and takes any bytes", () => {
  const bytes = Uint8Array.from([0, 0, 0, ...stream(ARRAY, "[B")]);
  assert.equal(readJavaStreamClassName(bytes.subarray(3)), "byte[]");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 8 }), (tail, kept) => {
      readJavaStreamClassName(Uint8Array.from([...stream(OBJECT, "a").subarray(0, kept), ...tail]));
    }),
  );
});
