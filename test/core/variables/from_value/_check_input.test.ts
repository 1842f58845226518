import assert from "node:assert/strict";
import { checkInput } from "../../../../core/variables/from_value/_check_input.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkInput()");

const WRONG: readonly (readonly [input: unknown, advice: RegExp])[] = [
  [undefined, /it is undefined; pass it in an object, as in '\{ value: 42 \}'/],
  [42, /it is the number 42; pass it in an object/],
  [null, /it is null/],
  [{ vlaue: 1 }, /there is no 'vlaue'; did you mean 'value'\?/],
  [{}, /neither 'value' nor 'content'; pass 'value: null' for a null/],
  [{ value: undefined }, /neither 'value' nor 'content'/],
  [{ type: "String" }, /neither 'value' nor 'content'/],
  [{ value: 1, content: new Uint8Array() }, /has a 'value' and a 'content'; pass one of them/],
  [{ type: 7, value: 1 }, /'type' is the number 7; pass the name of a value type/],
  [{ value: {} }, /'value' is a plain object; pass its text, .*JSON\.stringify/],
  [{ value: [1] }, /'value' is an array; pass its text/],
  [{ value: new Map() }, /'value' is a Map; pass its text/],
  [{ value: Promise.resolve(1) }, /'value' is a Promise; 'await' it/],
  [{ value: new ArrayBuffer(1) }, /'value' is an ArrayBuffer; pass 'new Uint8Array\(buffer\)'/],
  [{ value: new Blob([]) }, /'value' is a Blob; pass it as 'content'/],
  [{ value: new ReadableStream() }, /'value' is a ReadableStream; pass it as 'content'/],
  [{ value: Symbol("a") }, /'value' is a symbol; pass the value itself/],
  [{ value: () => 1 }, /'value' is a function/],
  [{ value: new Date(Number.NaN) }, /invalid Date/],
  [{ type: "String", value: new Date() }, /'value' is a Date, 'type' is 'String'/],
  [
    { type: "String", value: new Uint8Array() },
    /'value' is bytes, 'type' is 'String'; .*'content'/,
  ],
  [{ type: "Long", value: 2 ** 53 }, /9007199254740992, which may have lost digits; pass a bigint/],
  [{ type: "long", value: -(2 ** 60) }, /pass a bigint/],
  [{ content: null }, /'content' is null; pass 'value: null' for a null/],
  [{ content: "text" }, /it is a string; pass its bytes/],
  [{ value: 1, valueInfo: "x" }, /value info: they are a string/],
  [{ value: 1, valueInfo: { fileName: "x" } }, /no 'fileName'; did you mean 'filename'\?/],
  [
    { value: 1, valueInfo: { filename: 7 } },
    /'filename' in 'valueInfo' is the number 7; pass a str/,
  ],
  [{ value: 1, valueInfo: { filename: "x" } }, /without 'type' has no 'filename' .*type 'File'/],
  [
    { type: "Json", value: "1", valueInfo: { objectTypeName: "x" } },
    /'Json' has no .*type 'Object'/,
  ],
  [
    { value: 1, valueInfo: { transient: "true" } },
    /'transient' in 'valueInfo' is a string; pass tr/,
  ],
];

test("says what to write", () => {
  for (const [input, message] of WRONG) {
    assert.throws(() => Reflect.apply(checkInput, undefined, [input]), {
      name: "TypeError",
      message,
    });
  }
});

test("lets pass what may be meant, whatever the rules say of it", () => {
  for (const input of [
    { value: 2 ** 60 },
    { type: "Double", value: 2 ** 60 },
    { type: "Long", value: Number.NaN },
    { type: "Blob", value: 1, valueInfo: { filename: "x" } },
    { type: "file", content: new Uint8Array(), valueInfo: { filename: "x", encoding: undefined } },
    { type: undefined, value: null, content: undefined, valueInfo: { transient: true } },
  ]) {
    checkInput(input);
  }
});
