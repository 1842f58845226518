/** Which paths and methods there are, how names stand in a path, and whose variables they are. */
import { FORM_TYPE, form } from "../../server/_form.ts";
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
import type { DifferenceId } from "../differences.ts";
import { DATA, get, head, modify, postBody, put, remove, VARIABLES, X } from "../requests.ts";
import { type RestCase, restCase, type Step } from "../rest_case.ts";

const ONE = '{"value":1}';
const INTEGER = variable("Integer", "1");

/** The map with this name alone. */
function mapOf(name: string): Step[1] {
  return json(`{${JSON.stringify(name)}:${INTEGER.body}}`);
}

/** Names as they stand in a path, and what they mean. */
const NAMES: readonly (readonly [segment: string, name: string, differs?: DifferenceId])[] = [
  ["data", "data"],
  ["__proto__", "__proto__"],
  ["..", ".."],
  ["%2e%2e", ".."],
  ["a+b", "a+b"],
  ["a%20b", "a b"],
  ["%20", " "],
  ["%C3%84", "Ä"],
  ["A%CC%88", "A\u0308"],
  ["%F0%9F%98%80", "😀"],
  ["%25", "%"],
  ["%3B", ";"],
  ["%3F%23", "?#"],
  ["%0D%0A", "\r\n"],
  ["'()*!~$&,=:@", "'()*!~$&,=:@"],
  ["%22%3C%3E%7C", '"<>|'],
  ["v;x=1", "v"],
  ["x".repeat(255), "x".repeat(255)],
  ["a%2Fb", "a/b", "slashInName"],
  ["a%5Cb", "a\\b", "slashInName"],
];

/** What cannot be a name in a path. */
const NO_NAMES: readonly (readonly [segment: string, answer: Step[1], differs: DifferenceId])[] = [
  ["%00", badTarget("the path holds U+0000"), "unreadableHead"],
  ["%zz", badTarget("the path segment '%zz' is not percent-encoded UTF-8"), "unreadableHead"],
  ["%ff", badTarget("the path segment '%ff' is not percent-encoded UTF-8"), "unreadableHead"],
  [
    "x".repeat(256),
    invalid("Cannot use the variable name: it has more than 255 characters"),
    "longName",
  ],
];

function badTarget(reason: string): Step[1] {
  return refused(400, "BadRequestException", `Cannot read the request target: ${reason}`);
}

const NAMED: readonly RestCase[] = [
  ...NAMES.map(([segment, name, differs]) =>
    restCase(
      `a name in a path: ${segment}`,
      [
        [put(ONE, `${VARIABLES}/${segment}`), NO_CONTENT],
        [get(VARIABLES), mapOf(name)],
        [get(`${VARIABLES}/${segment}`), INTEGER],
        [get(`${VARIABLES}/${segment}/data`), NOT_BINARY],
        [remove(`${VARIABLES}/${segment}`), NO_CONTENT],
      ],
      differs,
    ),
  ),
  ...NO_NAMES.map(([segment, answer, differs]) =>
    restCase(
      `no name in a path: ${segment}`,
      [[put(ONE, `${VARIABLES}/${segment}`), answer]],
      differs,
    ),
  ),
  restCase("a name that is not there", [[get(`${VARIABLES}/%C3%A4`), notThere("ä")]]),
];

/** Where the variables of an instance stand, too, and which are not the engine's paths. */
const SCOPES: readonly (readonly [path: string, differs?: DifferenceId])[] = [
  ["/execution/{instance}/localVariables"],
  ["/execution/{instance}/variables", "scopes"],
  ["/process-instance/{instance}/localVariables", "scopes"],
];

const SCOPED: readonly RestCase[] = SCOPES.flatMap(([scope, differs]) => {
  const x = `${scope}/x`;
  const post = postBody(form({ name: "data", content: "x" }), FORM_TYPE, `${x}/data`);
  const wrong = '{"value":"x","type":"Integer"}';
  const message = "Cannot convert value 'x' of type 'Integer' to java type java.lang.Integer";
  const cases: readonly (readonly [name: string, ...steps: readonly Step[]])[] = [
    [
      "PUT and GET",
      [put(ONE, x), NO_CONTENT],
      [get(x), INTEGER],
      [get(), INTEGER],
      [get(scope), mapOf("x")],
    ],
    ["a form", [post, NO_CONTENT], [get(`${x}/data`), bytes("x")]],
    [
      "modify",
      [modify('{"modifications":{"x":{"value":1}}}', scope), NO_CONTENT],
      [get(scope), mapOf("x")],
    ],
    ["DELETE", [put(ONE), NO_CONTENT], [remove(x), NO_CONTENT], [get(scope), json("{}")]],
    ["data of an Integer", [put(ONE), NO_CONTENT], [get(`${x}/data`), NOT_BINARY]],
  ];
  const refusals: readonly (readonly [name: string, ...steps: readonly Step[]])[] = [
    ["GET of what is not there", [get(x), notThere()]],
    [
      "PUT of what is wrong",
      [put(wrong, x), invalid(`Cannot put process instance variable x: ${message}`)],
    ],
    [
      "modify what is wrong",
      [
        modify(`{"modifications":{"x":${wrong}}}`, scope),
        invalid(`Cannot modify variables for process instance: ${message}`),
      ],
    ],
  ];
  return [
    ...cases.map(([name, ...steps]) => restCase(`${name} below ${scope}`, steps, differs)),
    ...refusals.map(([name, ...steps]) =>
      restCase(`${name} below ${scope}`, steps, differs ?? "executionMessages"),
    ),
  ];
});

const UNKNOWN = "/process-instance/no-such-instance/variables";

/** Requests to an instance that is not there, and what cannot be done. */
const NO_INSTANCE = (
  [
    ["GET", get(`${UNKNOWN}/x`), "get process instance variable x"],
    ["GET data", get(`${UNKNOWN}/x/data`), "get process instance variable x"],
    ["GET map", get(UNKNOWN), "get variables for process instance no-such-instance"],
    ["PUT", put(ONE, `${UNKNOWN}/x`), "put process instance variable x"],
    [
      "PUT of what is wrong",
      put('{"type":"x"}', `${UNKNOWN}/x`),
      "put process instance variable x",
    ],
    [
      "form",
      postBody(form({ name: "data", content: "x" }), FORM_TYPE, `${UNKNOWN}/x/data`),
      "put process instance variable x",
    ],
    ["DELETE", remove(`${UNKNOWN}/x`), "delete process instance variable x"],
    ["modify", modify("{}", UNKNOWN), "modify variables for process instance no-such-instance"],
  ] as const
).map(([name, request, what]) => {
  const message = `Cannot ${what}: execution no-such-instance doesn't exist: execution is null`;
  return restCase(
    `no instance: ${name}`,
    [[request, refused(404, "RestException", message)]],
    "unknownInstance",
  );
});

const METHODS = (
  [
    ["DELETE", VARIABLES, "GET, POST, HEAD, OPTIONS"],
    ["PUT", VARIABLES, "GET, POST, HEAD, OPTIONS"],
    ["PATCH", VARIABLES, "GET, POST, HEAD, OPTIONS"],
    ["POST", X, "GET, PUT, DELETE, HEAD, OPTIONS"],
    ["PATCH", X, "GET, PUT, DELETE, HEAD, OPTIONS"],
    ["PUT", DATA, "GET, POST, HEAD, OPTIONS"],
    ["DELETE", DATA, "GET, POST, HEAD, OPTIONS"],
    ["PATCH", DATA, "GET, POST, HEAD, OPTIONS"],
    ["POST", "/version", "GET, HEAD, OPTIONS"],
    ["DELETE", "/engine", "GET, HEAD, OPTIONS"],
  ] as const
).map(([method, path, allowed]) => {
  const message = `Cannot ${method} this resource: it allows ${allowed}`;
  return restCase(
    `${method} ${path}`,
    [[{ method, path }, refused(405, "NotAllowedException", message)]],
    "reasonPhrase",
  );
});

const NO_PATHS = [
  "/no-such-path",
  "/process-instance/{instance}/nonsense",
  `${DATA}/more`,
  `${X}/Data`,
  "/Process-Instance/{instance}/variables",
].map((path) =>
  restCase(
    `GET ${path}`,
    [[get(path), refused(404, "NotFoundException", "Cannot find a resource of this path")]],
    "reasonPhrase",
  ),
);

const OTHERS: readonly RestCase[] = [
  restCase("no instance: HEAD", [[head(`${UNKNOWN}/x`), jsonHead(404)]], "unknownInstance"),
  ...[VARIABLES, X, DATA].map((path) =>
    restCase(`OPTIONS ${path}`, [[{ method: "OPTIONS", path }, NO_CONTENT]], "methods"),
  ),
  restCase(
    "an escape in the fixed part of a path",
    [[get("/process%2Dinstance/{instance}/variables"), json("{}")]],
    "escapedSegment",
  ),
  restCase("GET /engine", [[get("/engine"), json('[{"name":"default"}]')]]),
  restCase("the name of an engine", [
    [put(ONE, `/engine/default${X}`), NO_CONTENT],
    [get(`/engine/default${X}`), INTEGER],
    [get(), INTEGER],
  ]),
];

export const ROUTES: readonly RestCase[] = [
  ...NAMED,
  ...SCOPED,
  ...NO_INSTANCE,
  ...METHODS,
  ...NO_PATHS,
  ...OTHERS,
];
