/** How variables are read and deleted. */
import {
  bytes,
  invalid,
  json,
  jsonHead,
  NO_CONTENT,
  NOT_BINARY,
  notThere,
  refused,
  variable,
} from "../answers.ts";
import { DATA, get, head, modify, put, remove, VARIABLES, X } from "../requests.ts";
import { INSTANCE, type RestCase, restCase, type Step } from "../rest_case.ts";

const INTEGER = variable("Integer", "1");
const FILE_INFO = '{"filename":"a.txt","mimeType":"text/plain"}';
const DISPOSITION = `attachment; filename="a.txt"; filename*=UTF-8''a.txt`;

const STORED: Step = [put('{"value":1}'), NO_CONTENT];
const BYTES: Step = [put('{"value":"AAEC","type":"Bytes"}'), NO_CONTENT];
const NULL_BYTES: Step = [put('{"type":"Bytes"}'), NO_CONTENT];
const FILE: Step = [put(`{"value":"aGk=","type":"File","valueInfo":${FILE_INFO}}`), NO_CONTENT];
const SEVERAL: Step = [
  modify(
    '{"modifications":{"b":{"value":"AAEC","type":"Bytes"},"f":{"value":"AA==","type":"File","valueInfo":{"filename":"a"}},"n":{"value":null},"s":{"value":"a"},"d":{"value":1.5}}}',
  ),
  NO_CONTENT,
];

const ACCEPTED = ["application/json", "*/*", "application/*", "text/html, */*;q=0.1", ""];
const NOT_ACCEPTED = ["text/plain", "application/xml"];

const SINGLE: readonly RestCase[] = [
  restCase("GET of what is not there", [[get(), notThere()]]),
  restCase("HEAD of what is not there", [[head(), jsonHead(404)]]),
  restCase("GET data of what is not there", [[get(DATA), notThere()]]),
  restCase("HEAD data of what is not there", [[head(DATA), jsonHead(404)]]),
  restCase("GET", [STORED, [get(), INTEGER]]),
  restCase("HEAD", [STORED, [head(), jsonHead()]]),
  restCase("GET with a slash at the end", [STORED, [get(`${X}/`), INTEGER]]),
  restCase("GET with a matrix parameter", [STORED, [get(`${X};a=b`), INTEGER]]),
  restCase("GET with an unknown query", [STORED, [get(`${X}?a=b&&c`), INTEGER]]),
  restCase("GET with a Content-Type", [STORED, [get(X, { "content-type": "a/b" }), INTEGER]]),
  ...ACCEPTED.map((accept) =>
    restCase(`GET with Accept ${accept}`, [STORED, [get(X, { accept }), INTEGER]]),
  ),
  ...NOT_ACCEPTED.map((accept) =>
    restCase(`GET with Accept ${accept}`, [STORED, [get(X, { accept }), INTEGER]], "accept"),
  ),
  restCase("GET after each type over the other", [
    STORED,
    [get(), INTEGER],
    BYTES,
    [get(), variable("Bytes", '"AAEC"')],
    FILE,
    [get(), variable("File", "null", FILE_INFO)],
    STORED,
    [get(), INTEGER],
  ]),
];

const NOT_BINARY_VALUES = [
  '{"value":1}',
  '{"value":"text"}',
  '{"value":true}',
  '{"value":1.5}',
  '{"value":null}',
  '{"value":1,"type":"Long"}',
  '{"value":1,"type":"Short"}',
  '{"value":"2013-01-23T13:42:42.000+0000","type":"Date"}',
];

const BINARY: readonly RestCase[] = [
  restCase("GET data of Bytes", [BYTES, [get(DATA), bytes("\x00\x01\x02")]]),
  restCase("HEAD data of Bytes", [BYTES, [head(DATA), bytes("")]]),
  restCase("GET data of Bytes with Accept", [
    BYTES,
    [get(DATA, { accept: "application/json" }), bytes("\x00\x01\x02")],
  ]),
  restCase("GET data of null Bytes", [NULL_BYTES, [get(DATA), bytes("")]]),
  restCase("GET data of a File", [FILE, [get(DATA), bytes("hi", "text/plain", DISPOSITION)]]),
  restCase("HEAD data of a File", [FILE, [head(DATA), bytes("", "text/plain", DISPOSITION)]]),
  restCase("GET data of a File with Accept", [
    FILE,
    [get(DATA, { accept: "image/png" }), bytes("hi", "text/plain", DISPOSITION)],
  ]),
  ...NOT_BINARY_VALUES.map((body) =>
    restCase(`GET data of ${body}`, [
      [put(body), NO_CONTENT],
      [get(DATA), NOT_BINARY],
    ]),
  ),
];

const MAP = json(
  '{"b":{"type":"Bytes","value":"AAEC","valueInfo":{}},"d":{"type":"Double","value":1.5,"valueInfo":{}},"f":{"type":"File","value":null,"valueInfo":{"filename":"a"}},"n":{"type":"Null","value":null,"valueInfo":{}},"s":{"type":"String","value":"a","valueInfo":{}}}',
);
const MAP_OF_ONE = json('{"x":{"type":"Integer","value":1,"valueInfo":{}}}');

const MAPS: readonly RestCase[] = [
  restCase("the map of nothing", [[get(VARIABLES), json("{}")]]),
  restCase("HEAD of the map of nothing", [[head(VARIABLES), jsonHead()]]),
  restCase("the map", [SEVERAL, [get(VARIABLES), MAP]]),
  restCase("the map of serialized values", [
    SEVERAL,
    [get(`${VARIABLES}?deserializeValues=false`), MAP],
  ]),
  restCase("the map with a slash at the end", [STORED, [get(`${VARIABLES}/`), MAP_OF_ONE]]),
];

const OBJECT_INFO =
  '{"objectTypeName":"java.util.HashMap<java.lang.Object,java.lang.Object>","serializationDataFormat":"application/json"}';
const RAW_INFO =
  '{"objectTypeName":"java.util.HashMap","serializationDataFormat":"application/json"}';
const OBJECT: Step = [
  put(String.raw`{"value":"{\"a\":[1]}","type":"Object","valueInfo":${OBJECT_INFO}}`),
  NO_CONTENT,
];
const PARSED = variable("Object", '{"a":[1]}', OBJECT_INFO);
const SERIALIZED = variable("Object", String.raw`"{\"a\":[1]}"`, OBJECT_INFO);
/** Values of `deserializeValue`, and what they mean. */
const FLAGS: readonly (readonly [flag: string, answer: Step[1]])[] = [
  ["true", PARSED],
  ["TRUE", PARSED],
  ["yes", SERIALIZED],
  ["false", SERIALIZED],
  ["1", SERIALIZED],
  ["", PARSED],
];

const OBJECTS: readonly RestCase[] = [
  restCase("an Object", [OBJECT, [get(), PARSED]], undefined, "Json"),
  restCase(
    "an Object of a class without parameters",
    [
      [put(`{"value":"{}","type":"Object","valueInfo":${RAW_INFO}}`), NO_CONTENT],
      [get(`${X}?deserializeValue=false`), variable("Object", '"{}"', RAW_INFO)],
      [get(), variable("Object", "{}", RAW_INFO)],
    ],
    "rawCollection",
    "Json",
  ),
  ...FLAGS.flatMap(([flag, answer]) => [
    restCase(
      `an Object with deserializeValue=${flag}`,
      [OBJECT, [get(`${X}?deserializeValue=${flag}`), answer]],
      undefined,
      "Json",
    ),
    restCase(
      `the map with deserializeValues=${flag}`,
      [OBJECT, [get(`${VARIABLES}?deserializeValues=${flag}`), json(`{"x":${answer.body}}`)]],
      undefined,
      "Json",
    ),
  ]),
];

const LIST = `/variable-instance?processInstanceIdIn=${INSTANCE}`;
const EMPTY = json("[]");

/** The list of one variable. */
function listed(type: string, value: string, valueInfo = "{}", name = "x"): Step[1] {
  const constant =
    '"taskId":null,"tenantId":null,"batchId":null,"caseExecutionId":null,"caseInstanceId":null,"errorMessage":null';
  const ids = ["processInstanceId", "executionId", "activityInstanceId"].map(
    (member) => `"${member}":"${INSTANCE}"`,
  );
  return json(
    `[{${ids},${constant},"name":"${name}","type":"${type}","value":${value},"valueInfo":${valueInfo}}]`,
  );
}

const LISTS: readonly RestCase[] = [
  restCase("the list of nothing", [[get(LIST), EMPTY]]),
  restCase("the list of an Integer", [STORED, [get(LIST), listed("Integer", "1")]]),
  restCase("the list of a File", [FILE, [get(LIST), listed("File", "null", FILE_INFO)]]),
  restCase("the list of Bytes", [BYTES, [get(LIST), listed("Bytes", "null")]]),
  restCase("the list of null Bytes", [NULL_BYTES, [get(LIST), listed("Bytes", "null")]]),
  restCase("the list by name", [
    SEVERAL,
    [get(`${LIST}&variableName=s`), listed("String", '"a"', "{}", "s")],
  ]),
  restCase("the list by a name that is not there", [
    SEVERAL,
    [get(`${LIST}&variableName=z`), EMPTY],
  ]),
  restCase("the list, 0 at most", [STORED, [get(`${LIST}&maxResults=0`), EMPTY]]),
  restCase("the list behind its end", [STORED, [get(`${LIST}&firstResult=1`), EMPTY]]),
  restCase("a page of the list", [
    STORED,
    [get(`${LIST}&firstResult=0&maxResults=5`), listed("Integer", "1")],
  ]),
  restCase("HEAD of the list", [STORED, [head(LIST), jsonHead()]]),
  restCase("the list of no instance", [
    [get("/variable-instance?processInstanceIdIn=no-such-instance"), EMPTY],
  ]),
  restCase(
    "the list with maxResults=-5",
    [
      [
        get(`${LIST}&maxResults=-5`),
        invalid(
          "Cannot set query parameter 'maxResults' to value '-5': give a whole number from 0",
        ),
      ],
    ],
    "paging",
  ),
  ...["", "/data"].map((data) =>
    restCase(`GET /variable-instance/no-such-variable${data}`, [
      [
        get(`/variable-instance/no-such-variable${data}`),
        refused(
          404,
          "InvalidRequestException",
          "Variable instance with Id 'no-such-variable' does not exist.",
        ),
      ],
    ]),
  ),
];

const DELETING: readonly RestCase[] = [
  restCase("DELETE", [
    STORED,
    [remove(), NO_CONTENT],
    [get(), notThere()],
    [get(VARIABLES), json("{}")],
  ]),
  restCase("DELETE of what is not there", [[remove(), NO_CONTENT]]),
  restCase("DELETE twice", [STORED, [remove(), NO_CONTENT], [remove(), NO_CONTENT]]),
  restCase("DELETE of Bytes", [BYTES, [remove(), NO_CONTENT], [get(DATA), notThere()]]),
  restCase("DELETE with a Content-Type", [
    STORED,
    [{ ...remove(), headers: { "content-type": "application/json" } }, NO_CONTENT],
  ]),
];

export const READING: readonly RestCase[] = [
  ...SINGLE,
  ...BINARY,
  ...MAPS,
  ...OBJECTS,
  ...LISTS,
  ...DELETING,
];
