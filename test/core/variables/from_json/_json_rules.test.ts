/** The rules of a variable in JSON: each form of the table of value forms is sent in all ways. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { suite } from "../../../support/suite.ts";
import {
  type AcceptedForm,
  type RefusedForm,
  VALUE_FORMS,
} from "../../../support/values/value_forms.ts";
import { inChunks } from "../../../support/variable_form.ts";

const test = suite("applyJsonRules()");
const PUT = "Cannot put process instance variable x: ";
const MODIFY = "Cannot modify variables for process instance: ";
const MODIFY_IN_ENGINE = "Cannot modify variables for process instance p: ";

for (const { type, accepted, refused } of VALUE_FORMS) {
  const title = type ?? "no type";
  if (accepted.length > 0) {
    test(`takes the forms of ${title}`, async () => {
      for (const form of accepted) await checkAccepted(type, form);
    });
  }
  test(`refuses what is no form of ${title}`, async () => {
    for (const form of refused) await checkRefused(type, form);
  });
}

test("folds only the first letter of a type's name, and quotes it as it was sent", async () => {
  for (const { type, accepted } of VALUE_FORMS) {
    if (type === undefined) continue;
    const folded = type.charAt(0).toLowerCase() + type.slice(1);
    for (const form of accepted) await checkAccepted(folded, { type, ...form });
    await refuses(`{"type":"${type.toUpperCase()}x","value":1}`, {
      engineType: "InvalidRequestException",
      message: `${PUT}Unsupported value type '${type.toUpperCase()}x'`,
    });
  }
  await refuses('{"type":"integer","value":"x"}', {
    message: `${PUT}Cannot convert value 'x' of type 'integer' to java type java.lang.Integer`,
  });
  for (const name of ["", " Integer", "BYTES", "Serializable", "x".repeat(101)]) {
    const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
    await refuses(`{"type":"${name}","value":1}`, {
      message: `${PUT}Unsupported value type '${shown}'`,
    });
  }
});

test("reads null members as missing, past unknown ones, and the last of two", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const [json, printed] of [
    ['{"value":1,"type":null,"valueInfo":null}', '{"type":"Integer","value":1,"valueInfo":{}}'],
    ["{}", '{"type":"Null","value":null,"valueInfo":{}}'],
    [
      '{"id":[{"value":2,"type":"Long"}],"value":1,"local":true,"__proto__":{"type":"Long"},"constructor":"x"}',
      '{"type":"Integer","value":1,"valueInfo":{}}',
    ],
    [
      '{"value":{"a":1},"type":"Long","value":"b","type":"String","valueInfo":3,"valueInfo":{}}',
      '{"type":"String","value":"b","valueInfo":{}}',
    ],
    ['{"value":"b","value":[1],"value":2}', '{"type":"Integer","value":2,"valueInfo":{}}'],
  ] as const) {
    await variables.setFromJson("p", "x", inChunks(bytesOf(json), 1));
    assert.equal((await variables.getJson("p", "x")).json, printed);
  }
});

test("refuses what is no variable", async () => {
  for (const [json, message] of [
    ["", "Cannot parse the JSON: expected a value, found the end (line 1, column 1, byte 0)"],
    [
      '{"value":}',
      "Cannot parse the JSON: expected a value, found '}' (line 1, column 10, byte 9)",
    ],
    [
      '{"value":1} 2',
      "Cannot parse the JSON: expected nothing more, found '2' (line 1, column 13, byte 12)",
    ],
    ...["null", "1", '"x"', "[]", "true"].map(
      (json) => [json, "Cannot read the variable: it must be a JSON object"] as const,
    ),
    ['{"type":1}', "Cannot read the variable: member 'type' must be a string"],
    ['{"type":{}}', "Cannot read the variable: member 'type' must be a string"],
    ['{"valueInfo":[]}', "Cannot read the variable: member 'valueInfo' must be an object"],
  ] as const) {
    await refuses(json, { engineType: "InvalidRequestException", message: PUT + message });
  }
});

test("checks a transient variable, stores nothing, and refuses it over a value that is kept", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const put = (json: string) => variables.setFromJson("p", "x", inChunks(bytesOf(json), Infinity));
  const transients = [
    '{"value":1,"valueInfo":{"transient":true}}',
    '{"value":1,"type":"Long","valueInfo":{"transient":true}}',
    '{"value":null,"type":"Null","valueInfo":{"transient":true}}',
    '{"value":"AA==","type":"File","valueInfo":{"filename":"a","transient":true}}',
  ];
  for (const json of transients) {
    assert.equal((await put(json)).record, undefined);
    assert.equal(await variables.stat("p", "x"), undefined);
  }
  const { record: old } = await put('{"value":"old"}');
  for (const json of transients) {
    await assert.rejects(put(json), {
      name: "InvalidVariableError",
      engineType: "RestException",
      message: `${PUT}ENGINE-17006 Cannot set transient variable with name x to non-transient variable and vice versa.`,
    });
    assert.deepEqual(await variables.stat("p", "x"), old);
  }
  await refuses('{"value":"x","type":"Long","valueInfo":{"transient":true}}', {
    message: `${PUT}Cannot convert value 'x' of type 'Long' to java type java.lang.Long`,
  });
  for (const transient of ['"true"', "1", "null"]) {
    await refuses(`{"value":1,"type":"Long","valueInfo":{"transient":${transient}}}`, {
      message: `${PUT}The property 'transient' should have a value of type 'boolean'.`,
    });
    const { record } = await put(`{"value":1,"valueInfo":{"transient":${transient}}}`);
    assert.equal(record?.type, "Integer");
  }
  const { record } = await put('{"value":1,"type":"Long","valueInfo":{"transient":false}}');
  assert.deepEqual(record?.valueInfo, {});
});

test("says what was meant by 'mimetype', or takes it for what was meant", async () => {
  const storage = new MemoryStorage();
  const info = '{"filename":"a","mimetype":"text/plain"}';
  const json = bytesOf(`{"type":"File","value":"AA==","valueInfo":${info}}`);
  const exact = await new ProcessVariables({ storage }).setFromJson("p", "x", inChunks(json, 9));
  assert.deepEqual(exact.record?.valueInfo, { filename: "a" });
  assert.deepEqual(exact.hints, [
    "'mimetype' in 'valueInfo' is unknown and was ignored; did you mean 'mimeType'?",
  ]);
  const lenient = new ProcessVariables({ storage, lenient: true });
  const taken = await lenient.setFromJson("p", "x", inChunks(json, 9));
  assert.deepEqual(taken.record?.valueInfo, { filename: "a", mimeType: "text/plain" });
  assert.deepEqual(taken.hints, []);
  const nameless = bytesOf('{"type":"File","value":"AA=="}');
  const named = await lenient.setFromJson("p", "x", inChunks(nameless, 9));
  assert.deepEqual(named.record?.valueInfo, { filename: "x" });
});

test("refuses a value that is too large, whatever its form", async () => {
  const limits = { maxValueBytes: 10 };
  const variables = new ProcessVariables({ storage: new MemoryStorage(), limits });
  for (const [value, fits] of [
    ['"12345678901"', false],
    ['"1234567890"', true],
    ["[1,2,3,4,5,6]", false],
    ["[1,2,3,4]", true],
  ] as const) {
    const setting = variables.setFromJson("p", "x", inChunks(bytesOf(`{"value":${value}}`), 9));
    if (fits) await setting;
    else await assert.rejects(setting, { name: "LimitExceededError", limit: "maxValueBytes" });
  }
});

test("holds text to the limit of what is held, though it may have been base64", async () => {
  const limits = { maxJsonBytes: '{"value":}'.length };
  const variables = new ProcessVariables({ storage: new MemoryStorage(), limits });
  const put = (text: string) =>
    variables.setFromJson("p", "x", inChunks(bytesOf(`{"value":"${text}"}`), 9));
  await put("1234567890");
  await assert.rejects(put("12345678901"), { name: "LimitExceededError", limit: "maxJsonBytes" });
});

/** Makes the JSON of a form, with its members in both orders. */
function documents(type: string | undefined, { sent, info }: AcceptedForm | RefusedForm): string[] {
  const members = [
    ...(type === undefined ? [] : [`"type":${JSON.stringify(type)}`]),
    ...(sent === undefined ? [] : [`"value":${sent}`]),
    ...(info === undefined ? [] : [`"valueInfo":${info}`]),
  ];
  return [`{${members}}`, ` { ${members.toReversed().join(" , ")} } `];
}

async function checkAccepted(type: string | undefined, form: AcceptedForm): Promise<void> {
  const { value, serialized = value, valueInfo = "{}" } = form;
  const print = (value: string) =>
    `{"type":"${form.type ?? type}","value":${value},"valueInfo":${valueInfo}}`;
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const document of documents(type, form)) {
    for (const size of [Infinity, 1]) {
      const { record } = await variables.setFromJson("p", "x", inChunks(bytesOf(document), size));
      const printed = await variables.getJson("p", "x");
      assert.equal(printed.json, print(value));
      assert.deepEqual(printed.record, record);
    }
    const raw = await variables.getJson("p", "x", { deserializeValue: false });
    assert.equal(raw.json, print(serialized));
    const patch = `{"modifications":{"y":${document}}}`;
    await variables.modify("p", inChunks(bytesOf(patch), 11));
    assert.equal((await variables.getJson("p", "y")).json, print(value));
  }
}

test("bounds the texts of the value info, which go with every list", async () => {
  const limits = { maxTextBytes: 6 };
  const variables = new ProcessVariables({ storage: new MemoryStorage(), limits });
  for (const [type, key, text] of [
    ["File", "filename", "\u20ac\u20ac"],
    ["File", "mimeType", "te/xt1"],
    ["File", "encoding", "latin1"],
  ] as const) {
    const document = (value: string) =>
      `{"type":"${type}","value":"AA==","valueInfo":{"filename":"a","${key}":"${value}"}}`;
    await variables.setFromJson("p", "x", inChunks(bytesOf(document(text)), 7));
    const exceeded = {
      name: "LimitExceededError",
      limit: "maxTextBytes",
      message: `Cannot read '${key}' in 'valueInfo': it exceeds 'maxTextBytes' (6)`,
    };
    const longer = document(`${text}1`);
    await assert.rejects(variables.setFromJson("p", "x", inChunks(bytesOf(longer), 7)), exceeded);
    const patch = inChunks(bytesOf(`{"modifications":{"x":${longer}}}`), 7);
    await assert.rejects(variables.modify("p", patch), exceeded);
  }
});

async function checkRefused(type: string | undefined, form: RefusedForm): Promise<void> {
  const { message, exception = "InvalidRequestException" } = form;
  const start = exception === "RestException" ? MODIFY_IN_ENGINE : MODIFY;
  for (const document of documents(type, form)) {
    await refuses(document, { engineType: exception, message: PUT + message });
    const variables = new ProcessVariables({ storage: new MemoryStorage() });
    const patch = bytesOf(`{"modifications":{"a":{"value":1},"x":${document}}}`);
    await assert.rejects(variables.modify("p", inChunks(patch, 7)), {
      name: "InvalidVariableError",
      engineType: exception,
      message: start + message,
    });
    assert.equal(await variables.countInstances(), 0);
  }
}

async function refuses(json: string, error: object): Promise<void> {
  for (const size of [Infinity, 1]) {
    const variables = new ProcessVariables({ storage: new MemoryStorage() });
    await assert.rejects(variables.setFromJson("p", "x", inChunks(bytesOf(json), size)), {
      name: "InvalidVariableError",
      ...error,
    });
    assert.equal(await variables.countInstances(), 0);
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
