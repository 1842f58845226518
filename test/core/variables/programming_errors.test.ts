/** What a program does wrong: told as a TypeError, at once, with what to write. */
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { MultipartDecoder } from "../../../core/multipart/multipart_decoder.ts";
import { parseMultipart } from "../../../core/multipart/parse_multipart.ts";
import { ProcessVariables } from "../../../core/variables/process_variables.ts";
import { suite } from "../../support/suite.ts";
import { variableForm } from "../../support/variable_form.ts";

const test = suite("programmer's errors");

const FORM_TYPE = "multipart/form-data; boundary=----form";

test("of the constructor say what to write", () => {
  const storage = new MemoryStorage();
  const cases: [options: unknown, message: RegExp][] = [
    [undefined, /are undefined; pass an object, as in 'new ProcessVariables\(\{ storage:/],
    [storage, /are a storage; pass it in an object/],
    [{}, /'storage' is undefined; pass a storage/],
    [{ storage: Promise.resolve(storage) }, /'storage' is a Promise; 'await' it/],
    [{ storage: MemoryStorage }, /'storage' is a function; make one of it/],
    [{ storage: { apply() {}, stat() {}, open() {} } }, /it lacks 'stage', 'list', 'instances'/],
    [{ storage: "memory:" }, /'storage' is a string/],
    [
      { storage: Object.assign(new MemoryStorage(), { health: true }) },
      /'health' of the 'storage' is true; it must be a method, or be left out/,
    ],
    [{ storage, limit: {} }, /no 'limit'; did you mean 'limits'\?/],
    [{ storage, resolveInstances: () => "a" }, /did you mean 'resolveInstance'\?/],
    [{ storage, verbose: true }, /no 'verbose'; there are 'storage', 'limits'/],
    [{ storage, limits: { maxValueByte: 1 } }, /no 'maxValueByte'; did you mean 'maxValueBytes'\?/],
    [{ storage, limits: { entirely: 1 } }, /no 'entirely'; there are 'maxParts'/],
    [{ storage, toString: () => "a" }, /no 'toString'; there are 'storage'/],
    [{ storage, limits: null }, /they are null, not an object/],
    [{ storage, limits: 7 }, /they are the number 7/],
    [{ storage, resolveInstance: "p" }, /'resolveInstance' is a string; it must be a function/],
    [{ storage, lenient: "false" }, /'lenient' is a string; it must be true or false/],
    [{ storage, javaTypes: ["foo.Bar"] }, /Java type that is a string; pass an array/],
    [{ storage, javaTypes: "foo.Bar" }, /Java types: they are a string; pass an array/],
    [{ storage, javaTypes: { name: "foo.Bar" } }, /Java types: they are a plain object/],
  ];
  for (const [options, message] of cases) {
    assert.throws(() => Reflect.construct(ProcessVariables, [options]), {
      name: "TypeError",
      message,
    });
  }
  assert.throws(() => new ProcessVariables({ storage, limits: { maxParts: 0.5 } }), RangeError);
});

test("of names are no client's errors", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const form = () => variableForm([{ name: "data", content: "x" }]);
  const calls: [method: string, ...args: unknown[]][] = [
    ["stat", 7, "b"],
    ["stat", "a", undefined],
    ["get", null, "b"],
    ["open", "a", 7],
    ["set", "a", undefined, { value: 1 }],
    ["getJson", null, "b"],
    ["openBinary", "a", {}],
    ["delete", "a"],
    ["clear", 7n],
    ["modify", undefined, Buffer.from("{}")],
    ["setFromJson", "a", 7, Buffer.from("{}")],
    ["setFromForm", 7, "b", form()],
    ["statById", 7],
    ["getJsonById", undefined],
    ["openBinaryById", null],
  ];
  for (const [method, ...args] of calls) {
    const call = async () => Reflect.apply(Reflect.get(variables, method), variables, args);
    await assert.rejects(call, { name: "TypeError", message: /is .*, not a string/ }, method);
  }
  await assert.rejects(variables.stat("a", ""), { name: "InvalidVariableError" });
  await assert.rejects(variables.stat("a\0", "b"), { name: "InvalidVariableError" });
});

test("of options and conditions change nothing", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  const body = () => Buffer.from('{"value": 1}');
  const calls: [message: RegExp, method: string, ...args: unknown[]][] = [
    [/no 'ifMatch'; there are 'condition'/, "setFromJson", "a", "b", body(), { ifMatch: "*" }],
    [/did you mean 'condition'/, "delete", "a", "b", { conditions: {} }],
    [/neither an array of versions/, "delete", "a", "b", { condition: { ifMatch: "v1" } }],
    [/has 'ifNone'/, "setFromJson", "a", "b", body(), { condition: { ifNone: "*" } }],
    [/is null, not an object/, "setFromJson", "a", "b", body(), { condition: null }],
    [/did you mean 'deserializeValue'/, "getJson", "a", "b", { deserializeValues: false }],
    [/no 'ifMatch'/, "set", "a", "b", { value: 1 }, { ifMatch: "*" }],
    [/no 'ifMatch'/, "setFromForm", "a", "b", variableForm([]), { ifMatch: "*" }],
    [/not an object/, "setFromJson", "a", "b", body(), null],
    [/did you mean 'signal'/, "countInstances", { signals: [] }],
    [/did you mean 'maxResults'/, "instances", { maxResult: 1 }],
  ];
  for (const [message, method, ...args] of calls) {
    const call = async () => Reflect.apply(Reflect.get(variables, method), variables, args);
    await assert.rejects(call, { name: "TypeError", message }, method);
  }
  for (const query of [{ processInstanceIds: "abc" }, { instanceIds: ["a"] }]) {
    const list = Reflect.apply(variables.queryJson, variables, [query]);
    await assert.rejects(list.next(), TypeError);
  }
  assert.deepEqual(await storage.instances(), []);
});

/** Made in a test: workerd lets nothing with a body be made while a module is read. */
const noBodies = (): readonly (readonly [body: unknown, advice: RegExp])[] => [
  ["text", /it is a string; pass its bytes: 'new TextEncoder/],
  [undefined, /it is undefined; pass 'null'/],
  [7, /the number 7/],
  [new ArrayBuffer(8), /an ArrayBuffer; pass 'new Uint8Array\(buffer\)'/],
  [new DataView(new ArrayBuffer(8)), /a DataView; pass 'new Uint8Array/],
  [Promise.resolve(null), /a Promise; 'await' it/],
  [new Request("http://localhost", { method: "POST", body: "x" }), /a Request; pass its 'body'/],
  [new Response("x"), /a Response; pass its 'body'/],
  [new FormData(), /a FormData; make a 'new Response\(form\)'/],
  [{ data: "x" }, /a plain object; pass a ReadableStream/],
  [["x"], /an array; pass a ReadableStream/],
];

test("of a body say what to pass", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const lenient = new ProcessVariables({ storage: new MemoryStorage(), lenient: true });
  for (const [body, message] of noBodies()) {
    const expected = { name: "TypeError", message };
    for (const set of everySetter(variables, lenient, body)) await assert.rejects(set, expected);
    const parse = () => Reflect.apply(parseMultipart, undefined, [body, { boundary: "b" }]);
    assert.throws(parse, expected);
  }
});

test("of a chunk say what to pass, and end the body", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const lenient = new ProcessVariables({ storage: new MemoryStorage(), lenient: true });
  for (const [chunk, message] of [
    ["text", /it yields a string; encode text with/],
    [new ArrayBuffer(8), /an ArrayBuffer; wrap it/],
    [7, /the number 7/],
    [undefined, /undefined/],
  ] as const) {
    for (let i = 0; i < 4; i++) {
      const body = Readable.from([chunk === undefined ? {} : chunk, Buffer.from("x")]);
      const set = everySetter(variables, lenient, body)[i];
      assert.ok(set);
      await assert.rejects(set, { name: "TypeError", ...(chunk === undefined ? {} : { message }) });
      assert.equal(body.destroyed, true);
    }
  }
  const parts = parseMultipart(Readable.from(["--b"]), { boundary: "b" });
  await assert.rejects(parts.next(), { name: "TypeError", message: /encode text with/ });
});

test("are not to pass a form as it is", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const request = new Request("http://localhost", { method: "POST", body: new FormData() });
  for (const form of [new FormData(), request, undefined, "text", null]) {
    const set = Reflect.apply(variables.setFromForm, variables, ["a", "b", form]);
    await assert.rejects(set, { name: "TypeError", message: /pass its type and its bytes/ });
  }
});

test("are not to pass bytes or a Blob: they are taken", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  const json = new TextEncoder().encode('{"value": 1}');
  const patch = new TextEncoder().encode('{"modifications": {"m": {"value": 1}}}');
  const form = new FormData();
  form.append("data", new Blob(["x".repeat(100_000)]));
  const response = new Response(form);
  const contentType = response.headers.get("content-type");
  const bytes = new Uint8Array(await response.arrayBuffer());
  for (const pass of [
    (body: Uint8Array<ArrayBuffer>) => body,
    (body: Uint8Array<ArrayBuffer>) => new Blob([body]),
  ]) {
    await variables.setFromJson("a", "j", pass(json));
    await variables.modify("a", pass(patch));
    await variables.setFromForm("a", "f", { contentType, body: pass(bytes) });
    assert.equal((await storage.list("a")).length, 3);
    assert.equal((await storage.stat("a", "f"))?.size, 100_000);
    const boundary = /boundary=(.*)/.exec(contentType ?? "")?.[1] ?? "";
    for await (const part of parseMultipart(pass(bytes), { boundary })) {
      assert.equal((await part.bytes()).length, 100_000);
    }
    await storage.apply("a", [{ op: "clear" }]);
  }
});

/** All that reads a body. */
function everySetter(
  variables: ProcessVariables,
  lenient: ProcessVariables,
  body: unknown,
): readonly (() => Promise<unknown>)[] {
  const call =
    (target: ProcessVariables, method: string, ...args: unknown[]) =>
    async () =>
      Reflect.apply(Reflect.get(target, method), target, args);
  return [
    call(variables, "setFromJson", "a", "b", body),
    call(variables, "modify", "a", body),
    call(variables, "setFromForm", "a", "b", { contentType: FORM_TYPE, body }),
    call(lenient, "setFromForm", "a", "b", { contentType: "multipart/form-data", body }),
  ];
}

test("of the length of JSON do not undo the limit of what is held", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const contentLength of ["12", null, Number.NaN, -1, 0.5, Infinity]) {
    const json = Buffer.from("{}");
    for (const setting of [
      () => Reflect.apply(variables.setFromJson, variables, ["i", "a", json, { contentLength }]),
      () => Reflect.apply(variables.modify, variables, ["i", json, { contentLength }]),
    ]) {
      await assert.rejects(setting, { name: "TypeError", message: /'contentLength' is .*whole/ });
    }
  }
  assert.equal(await variables.stat("i", "a"), undefined);
  await variables.setFromJson("i", "a", Buffer.from("{}"), { contentLength: 2 });
});

test("of a signal say what to pass: a controller would abort nothing", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const body = Buffer.from("{}");
  for (const [signal, message] of [
    [new AbortController(), /'signal' is an AbortController; pass its 'signal'/],
    ["abort", /'signal' is a string; pass an AbortSignal/],
    [null, /'signal' is null; pass an AbortSignal/],
    [{ aborted: true }, /'signal' is a plain object; pass an AbortSignal/],
  ] as const) {
    for (const [method, ...args] of [
      ["set", "a", "b", { value: 1 }, { signal }],
      ["setFromForm", "a", "b", variableForm([]), { signal }],
      ["setFromJson", "a", "b", body, { signal }],
      ["modify", "a", body, { signal }],
      ["countInstances", { signal }],
      ["instances", { signal }],
    ] as const) {
      const call = async () => Reflect.apply(Reflect.get(variables, method), variables, args);
      await assert.rejects(call, { name: "TypeError", message }, method);
    }
    const lists = [
      Reflect.apply(variables.list, variables, ["a", { signal }]),
      Reflect.apply(variables.query, variables, [{ signal }]),
      Reflect.apply(variables.listJson, variables, ["a", { signal }]),
      Reflect.apply(variables.queryJson, variables, [{ signal }]),
    ];
    for (const list of lists) await assert.rejects(list.next(), { name: "TypeError", message });
  }
});

test("of a decoder's or parser's options say what to write", () => {
  for (const options of [undefined, {}, { boundry: "b" }, { boundary: 7 }]) {
    const expected = { name: "TypeError", message: /'boundary' is .*parseBoundary\(contentType\)/ };
    assert.throws(() => Reflect.construct(MultipartDecoder, [{}, options]), expected);
    assert.throws(
      () => Reflect.apply(parseMultipart, undefined, [new Blob([]), options]),
      expected,
    );
  }
});
