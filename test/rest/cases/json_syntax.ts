/** How a variable, or several, are written in JSON. */
import { invalid, json, NO_CONTENT, refused, variable } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import { get, JSON_TYPE, modify, put, VARIABLES } from "../requests.ts";
import type { RestCase, Step } from "../rest_case.ts";

type Body = string | Uint8Array;
/** A body that is refused, and the message behind what it is that cannot be done. */
type Refused = readonly [body: Body, message: string, differs?: DifferenceId];

const INTEGER = variable("Integer", "1");
const PUT = "Cannot put process instance variable x: ";
const MODIFY = "Cannot modify variables for process instance: ";
const IN_ENGINE = `ENGINE-17006 Cannot set transient variable with name x to non-transient variable and vice versa.`;

/** A body of a PUT that sets a variable. */
function takes(body: Body, read: Step[1], differs?: DifferenceId): RestCase {
  return {
    name: `PUT ${shown(body)}`,
    steps: [
      [{ ...put(""), body }, NO_CONTENT],
      [get(), read],
    ],
    ...(differs !== undefined && { differs }),
  };
}

/** A body of a PUT that is refused, over a variable that stays. */
function refuses(body: Body, answer: Step[1], differs?: DifferenceId): RestCase {
  return {
    name: `PUT ${shown(body)}`,
    steps: [
      [put('{"value":"before"}'), NO_CONTENT],
      [{ ...put(""), body }, answer],
      [get(), variable("String", '"before"')],
    ],
    ...(differs !== undefined && { differs }),
  };
}

/** A body of a POST over `x` and `y`, and the map afterwards: as before if it is not given. */
function changes(body: Body, answer: Step[1], map = BEFORE, differs?: DifferenceId): RestCase {
  return {
    name: `modify ${shown(body)}`,
    steps: [
      [modify('{"modifications":{"x":{"value":1},"y":{"value":2}}}'), NO_CONTENT],
      [{ ...modify(""), body }, answer],
      [get(VARIABLES), json(map)],
    ],
    ...(differs !== undefined && { differs }),
  };
}

/** At most 100 characters. */
function shown(body: Body): string {
  const text = typeof body === "string" ? body : Buffer.from(body).toString("hex");
  return text.length > 100 ? `${text.slice(0, 100)}… (${text.length})` : text || "nothing";
}

const BEFORE =
  '{"x":{"type":"Integer","value":1,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}}}';
const LONG = "x".repeat(4_000);

const TAKEN: readonly RestCase[] = [
  ...[
    ' \r\n\t{ "value" : 1 } ',
    '{"value":1,"type":"integer"}',
    '{"type":"Integer","value":1,"valueInfo":{} }',
    '{"value":1,"type":null,"valueInfo":null}',
    '{"value":1,"valueInfo":{"a":[1]}}',
    '{"value":1,"type":"Integer","valueInfo":{"a":[1]}}',
    '{"value":1,"local":true,"__proto__":{},"unknown":[{"a":null}]}',
    '{"value":2,"value":1}',
    '{"\\u0076alue":1}',
    '\ufeff{"value":1}',
    '{"value":1,"type":"Integer","valueInfo":{"transient":false}}',
  ].map((body) => takes(body, INTEGER)),
  takes('{"type":"Long","value":"a","type":"String"}', variable("String", '"a"')),
  takes(
    '{"value":"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t"}',
    variable("String", '"é😀/\\b\\f\\n\\r\\t"'),
  ),
  takes(`{"value":"${LONG}"}`, variable("String", `"${LONG}"`)),
  takes(`{"value":"${LONG}x"}`, variable("String", `"${LONG}x"`), "longText"),
];

/** What the engine refuses with an empty message. */
const BROKEN: readonly Refused[] = [
  ["1", "Cannot read the variable: it must be a JSON object"],
  ['"x"', "Cannot read the variable: it must be a JSON object"],
  ["[]", "Cannot read the variable: it must be a JSON object"],
  ["true", "Cannot read the variable: it must be a JSON object"],
  [
    "{",
    "Cannot parse the JSON: expected a name in quotes or '}', found the end (line 1, column 2, byte 1)",
  ],
  ['{"value":}', "Cannot parse the JSON: expected a value, found '}' (line 1, column 10, byte 9)"],
  [
    '{"value":1',
    "Cannot parse the JSON: expected ',' or '}', found the end (line 1, column 11, byte 10)",
  ],
  [
    '{"value":1,}',
    "Cannot parse the JSON: expected a name in quotes, found '}' (line 1, column 12, byte 11)",
  ],
  [
    '{"value":01}',
    "Cannot parse the JSON: expected a value, found '01' (line 1, column 10, byte 9)",
  ],
  [
    '{"value":.5}',
    "Cannot parse the JSON: expected a value, found '.5' (line 1, column 10, byte 9)",
  ],
  [
    '{"value":+1}',
    "Cannot parse the JSON: expected a value, found '+1' (line 1, column 10, byte 9)",
  ],
  [
    '{"value":NaN}',
    "Cannot parse the JSON: expected a value, found 'NaN' (line 1, column 10, byte 9)",
  ],
  [
    '{"value":tru}',
    "Cannot parse the JSON: expected a value, found 'tru' (line 1, column 10, byte 9)",
  ],
  [
    "{'value':1}",
    "Cannot parse the JSON: expected a name in quotes or '}', found ''' (line 1, column 2, byte 1)",
  ],
  [
    "{value:1}",
    "Cannot parse the JSON: expected a name in quotes or '}', found 'v' (line 1, column 2, byte 1)",
  ],
  [
    '{"value":1}/* */',
    "Cannot parse the JSON: expected nothing more, found '/' (line 1, column 12, byte 11)",
  ],
  [
    '{"value":1} 2',
    "Cannot parse the JSON: expected nothing more, found '2' (line 1, column 13, byte 12)",
  ],
  [
    '{"value":"a\nb"}',
    "Cannot parse the JSON: expected an escape, found U+000A (line 1, column 12, byte 11)",
  ],
  [
    '{"value":"\\x"}',
    "Cannot parse the JSON: expected an escape, found 'x' (line 1, column 12, byte 11)",
  ],
  [
    '{"value":"\\u12"}',
    "Cannot parse the JSON: expected a hex digit, found '\"' (line 1, column 15, byte 14)",
  ],
  [
    Buffer.from('{"value":"\xff"}', "latin1"),
    "Cannot parse the JSON: it is not UTF-8 (line 1, column 11, byte 10)",
  ],
  ['{"type":{},"value":1}', "Cannot read the variable: member 'type' must be a string"],
  ['{"type":[],"value":1}', "Cannot read the variable: member 'type' must be a string"],
  ['{"valueInfo":[],"value":1}', "Cannot read the variable: member 'valueInfo' must be an object"],
  ['{"valueInfo":"x","value":1}', "Cannot read the variable: member 'valueInfo' must be an object"],
  [
    `{"value":${"[".repeat(1_001)}${"]".repeat(1_001)}}`,
    "Cannot parse the JSON: it has more than 1000 levels (line 1, column 1009, byte 1008)",
  ],
];

const REFUSED: readonly Refused[] = [
  [
    Buffer.from('{"value":1}', "utf16le"),
    "Cannot parse the JSON: expected a name in quotes or '}', found U+0000 (line 1, column 2, byte 1)",
    "utf16",
  ],
  [
    "",
    "Cannot parse the JSON: expected a value, found the end (line 1, column 1, byte 0)",
    "emptyBody",
  ],
  [
    " ",
    "Cannot parse the JSON: expected a value, found the end (line 1, column 2, byte 1)",
    "emptyBody",
  ],
  ["null", "Cannot read the variable: it must be a JSON object", "emptyBody"],
  [
    '{"type":1,"value":1}',
    "Cannot read the variable: member 'type' must be a string",
    "otherReason",
  ],
  ['{"type":"","value":1}', "Unsupported value type ''", "emptyType"],
  ['{"type":"Nonsense","value":1}', "Unsupported value type 'Nonsense'"],
  ['{"type":"INTEGER","value":1}', "Unsupported value type 'INTEGER'"],
  ['{"type":" Integer","value":1}', "Unsupported value type ' Integer'"],
  ['{"type":"Serializable","value":1}', "Unsupported value type 'Serializable'"],
  [
    '{"type":"Integer","value":1,"valueInfo":{"transient":"true"}}',
    "The property 'transient' should have a value of type 'boolean'.",
    "otherReason",
  ],
];

const ONE: readonly RestCase[] = [
  ...TAKEN,
  ...BROKEN.map(([body, message]) => refuses(body, invalid(PUT + message), "brokenJson")),
  ...REFUSED.map(([body, message, differs]) => refuses(body, invalid(PUT + message), differs)),
  refuses(
    '{"type":"Integer","value":1,"valueInfo":{"transient":true}}',
    refused(400, "RestException", PUT + IN_ENGINE),
    "transientOverKept",
  ),
];

const CHANGED: readonly (readonly [body: string, map: string])[] = [
  ["{}", BEFORE],
  ['{"modifications":{},"deletions":[]}', BEFORE],
  ['{"modifications":null,"deletions":null}', BEFORE],
  [
    '{"modifications":{"x":{"value":"a"},"z":{"value":true}}}',
    '{"x":{"type":"String","value":"a","valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}},"z":{"type":"Boolean","value":true,"valueInfo":{}}}',
  ],
  [
    '{"modifications":{"x":{}}}',
    '{"x":{"type":"Null","value":null,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}}}',
  ],
  ['{"deletions":["x"]}', '{"y":{"type":"Integer","value":2,"valueInfo":{}}}'],
  ['{"deletions":["x","x","unknown"]}', '{"y":{"type":"Integer","value":2,"valueInfo":{}}}'],
  [
    '{"modifications":{"x":{"value":3},"z":{"value":4}},"deletions":["x"]}',
    '{"y":{"type":"Integer","value":2,"valueInfo":{}},"z":{"type":"Integer","value":4,"valueInfo":{}}}',
  ],
  ['{"deletions":["z"],"modifications":{"z":{"value":4}}}', BEFORE],
  [
    '{"modifications":{"x":{"value":1},"x":{"value":"b"}}}',
    '{"x":{"type":"String","value":"b","valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}}}',
  ],
  [
    '{"modifications":{"x":{"value":3}},"modifications":{"z":{"value":4}}}',
    '{"x":{"type":"Integer","value":1,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}},"z":{"type":"Integer","value":4,"valueInfo":{}}}',
  ],
  ['{"unknown":[1],"deletions":["y"]}', '{"x":{"type":"Integer","value":1,"valueInfo":{}}}'],
  [
    '{"modifications":{"__proto__":{"value":1},"constructor":{"value":2}}}',
    '{"__proto__":{"type":"Integer","value":1,"valueInfo":{}},"constructor":{"type":"Integer","value":2,"valueInfo":{}},"x":{"type":"Integer","value":1,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}}}',
  ],
  [
    '{"modifications":{"ä/ ;%":{"value":1}}}',
    '{"x":{"type":"Integer","value":1,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}},"ä/ ;%":{"type":"Integer","value":1,"valueInfo":{}}}',
  ],
  [
    '{"modifications":{"b":{"value":"AAAA","type":"Bytes"}}}',
    '{"b":{"type":"Bytes","value":"AAAA","valueInfo":{}},"x":{"type":"Integer","value":1,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}}}',
  ],
  [
    '{"modifications":{"f":{"value":"AAAA","type":"File","valueInfo":{"filename":"a"}}}}',
    '{"f":{"type":"File","value":null,"valueInfo":{"filename":"a"}},"x":{"type":"Integer","value":1,"valueInfo":{}},"y":{"type":"Integer","value":2,"valueInfo":{}}}',
  ],
  ['{"modifications":{"t":{"value":1,"type":"Integer","valueInfo":{"transient":true}}}}', BEFORE],
];

/** What the engine refuses with an empty message. */
const BROKEN_CHANGES: readonly Refused[] = [
  ['{"modifications":{"x":1}}', "modification of variable 'x' must be an object"],
  ['{"modifications":[]}', "'modifications' must be an object"],
  ['{"modifications":1}', "'modifications' must be an object"],
  ['{"deletions":{}}', "'deletions' must be an array of strings"],
  ['{"deletions":"x"}', "'deletions' must be an array of strings"],
  ['{"deletions":[["x"]]}', "'deletions' must be an array of strings"],
  ["[]", "the request body must be an object with 'modifications' and 'deletions'"],
  [
    '{"modifications":',
    "Cannot parse the JSON: expected a value, found the end (line 1, column 18, byte 17)",
  ],
];

const REFUSED_CHANGES: readonly Refused[] = [
  [
    '{"modifications":{"z":{"value":1},"x":{"value":"a","type":"Integer"}}}',
    "Cannot convert value 'a' of type 'Integer' to java type java.lang.Integer",
  ],
  [
    '{"modifications":{"z":{"value":1},"x":{"value":1,"type":"Nonsense"}},"deletions":["y"]}',
    "Unsupported value type 'Nonsense'",
  ],
  [
    '{"modifications":{"f":{"value":"AAAA","type":"File"}}}',
    "Cannot create file without valueInfo.",
    "incompleteFile",
  ],
  ['{"modifications":{"x":null}}', "modification of variable 'x' must be an object", "emptyType"],
  ['{"deletions":[1]}', "'deletions' must be an array of strings", "emptyVariableName"],
  ['{"deletions":[null]}', "'deletions' must be an array of strings", "emptyVariableName"],
  [
    '{"modifications":{"":{"value":1}}}',
    "Cannot use the variable name: it is empty",
    "emptyVariableName",
  ],
  ['{"deletions":[""]}', "Cannot use the variable name: it is empty", "emptyVariableName"],
  [
    "",
    "Cannot parse the JSON: expected a value, found the end (line 1, column 1, byte 0)",
    "emptyBody",
  ],
  ["null", "the request body must be an object with 'modifications' and 'deletions'", "emptyBody"],
];

const SEVERAL: readonly RestCase[] = [
  ...CHANGED.map(([body, map]) => changes(body, NO_CONTENT, map)),
  ...BROKEN_CHANGES.map(([body, message]) =>
    changes(body, invalid(MODIFY + message), BEFORE, "brokenJson"),
  ),
  ...REFUSED_CHANGES.map(([body, message, differs]) =>
    changes(body, invalid(MODIFY + message), BEFORE, differs),
  ),
  changes(
    '{"modifications":{"x":{"value":2,"type":"Integer","valueInfo":{"transient":true}}}}',
    refused(
      400,
      "RestException",
      `Cannot modify variables for process instance {instance}: ${IN_ENGINE}`,
    ),
    BEFORE,
    "transientOverKept",
  ),
];

const NOT_JSON = [
  "",
  "text/plain",
  "application/hal+json",
  "application/jsonp",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=b",
];

const TYPES: readonly RestCase[] = [
  ...[
    "Application/JSON",
    "application/json;charset=UTF-8",
    "application/json; charset=utf-8; a=b",
  ].map(
    (type): RestCase => ({
      name: `PUT as ${type}`,
      steps: [
        [{ ...put('{"value":1}'), headers: { "content-type": type } }, NO_CONTENT],
        [get(), INTEGER],
      ],
    }),
  ),
  ...NOT_JSON.flatMap((type): RestCase[] => {
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const message = `Cannot read a body of content type '${type}': send application/json`;
    const answer = refused(415, "NotSupportedException", message);
    return [
      {
        name: `PUT as ${type || "no type"}`,
        steps: [[{ ...put('{"value":1}'), headers }, answer]],
        differs: "reasonPhrase",
      },
      {
        name: `modify as ${type || "no type"}`,
        steps: [[{ ...modify("{}"), headers }, answer]],
        differs: "reasonPhrase",
      },
    ];
  }),
  {
    name: "PUT with a Content-Encoding",
    steps: [
      [
        { ...put('{"value":1}'), headers: { ...JSON_TYPE, "content-encoding": "gzip" } },
        refused(
          415,
          "NotSupportedException",
          "Cannot read a body of Content-Encoding 'gzip': send it as it is",
        ),
      ],
    ],
    differs: "contentEncoding",
  },
];

export const JSON_SYNTAX: readonly RestCase[] = [...ONE, ...SEVERAL, ...TYPES];
