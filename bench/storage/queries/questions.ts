import {
  keyAfter,
  numberKey,
  type StorageQuery,
  type VariableRecord,
} from "../../../dist/core/storage/mod.js";
import {
  ACCOUNT_EVERY,
  accountOf,
  amountOf,
  customerOf,
  instanceId,
  RARE_EVERY,
  VARIABLES_EACH,
} from "./stored.ts";

/** A query as a client sends it. */
export interface QuestionRequest {
  /** Path and parameters. */
  readonly target: string;
  /** JSON of a POST. Without it, it is a GET. */
  readonly body?: string;
}

/** What a store is asked. */
export interface Question {
  readonly what: string;
  /** Milliseconds that an answer may take. */
  readonly atMost?: { readonly database: number; readonly other: number };
  readonly query: StorageQuery;
  /** What the core applies after the storage, which compares no Strings. */
  readonly keeps?: (record: VariableRecord) => boolean;
  /** Number of variables before the page. */
  readonly skip?: number;
  /** Variables of the page; if they are counted, there is none. */
  readonly limit?: number;
  /** The number of variables of the page, or of those that are counted. */
  readonly found: number;
  /** Whether others write meanwhile. */
  readonly underWrites?: boolean;
  readonly request: QuestionRequest;
}

const FIRST_PAGE = { database: 10, other: 300 };
const COUNT = { database: 20, other: 300 };
const COUNT_UNDER_WRITES = { database: 100, other: 300 };
const FAR_PAGE = { database: 100, other: 300 };
const PAGE = 50;
const LARGE_PAGE = 1_000;
/** Most ids of instances that a query may have. */
const MOST_IDS = 40_000;

const decoder = new TextDecoder();

/** What a store with so many instances is asked. Those under writes come last: they leave the store as after many writes. */
export function questionsFor(instances: number): readonly Question[] {
  const some = Math.floor(instances * 0.777);
  const variables = instances * VARIABLES_EACH;
  const amount: StorageQuery = { names: [{ operator: "eq", text: "amount" }] };
  const countAmount = {
    query: amount,
    found: instances,
    request: { target: "/variable-instance/count?variableName=amount" },
  };
  const ids = Array.from({ length: Math.min(MOST_IDS, instances) }, (_, at) => instanceId(at));
  return [
    {
      what: "a name, 50",
      atMost: FIRST_PAGE,
      query: amount,
      limit: PAGE,
      found: PAGE,
      request: { target: `/variable-instance?variableName=amount&maxResults=${PAGE}` },
    },
    {
      what: "a name, 1,000",
      query: amount,
      limit: LARGE_PAGE,
      found: LARGE_PAGE,
      request: { target: `/variable-instance?variableName=amount&maxResults=${LARGE_PAGE}` },
    },
    {
      what: "an absent name",
      atMost: FIRST_PAGE,
      query: { names: [{ operator: "eq", text: "absent" }] },
      limit: PAGE,
      found: 0,
      request: { target: `/variable-instance?variableName=absent&maxResults=${PAGE}` },
    },
    { what: "count of a name", atMost: COUNT, ...countAmount },
    {
      what: "an Integer, found once",
      ...numberQuestion("amount", BigInt(amountOf(some)), 1),
    },
    {
      what: "a Long, found 10 times",
      ...numberQuestion("account", accountOf(some), ACCOUNT_EVERY),
    },
    {
      what: "names like abc%, which are few",
      atMost: FIRST_PAGE,
      query: { names: [{ operator: "like", text: "abc%" }] },
      limit: PAGE,
      found: Math.min(PAGE, Math.ceil(instances / RARE_EVERY)),
      request: { target: `/variable-instance?variableNameLike=abc%25&maxResults=${PAGE}` },
    },
    {
      what: "names like a%, which are many",
      atMost: FIRST_PAGE,
      query: { names: [{ operator: "like", text: "a%" }] },
      limit: PAGE,
      found: PAGE,
      request: { target: `/variable-instance?variableNameLike=a%25&maxResults=${PAGE}` },
    },
    {
      what: "a String, equal",
      ...stringQuestion("eq", customerOf(some), (text) => text === customerOf(some)),
    },
    {
      what: "a String, like",
      ...stringQuestion("like", `%${customerOf(some).slice(-9)}`, (text) =>
        text.endsWith(customerOf(some).slice(-9)),
      ),
    },
    {
      what: "by name, behind half of all",
      atMost: FAR_PAGE,
      query: { order: "name" },
      skip: variables / 2,
      limit: PAGE,
      found: PAGE,
      request: {
        target:
          "/variable-instance?sortBy=variableName&sortOrder=asc" +
          `&firstResult=${variables / 2}&maxResults=${PAGE}`,
      },
    },
    {
      what: "a type; as a request: by type",
      query: { values: [{ anyOf: [{ types: ["Date"] }] }] },
      limit: PAGE,
      found: PAGE,
      request: {
        target: `/variable-instance?sortBy=variableType&sortOrder=asc&maxResults=${PAGE}`,
      },
    },
    {
      what: "a name in up to 40,000 instances",
      query: { instanceIds: ids.toSorted(), ...amount },
      limit: PAGE,
      found: PAGE,
      request: {
        target: `/variable-instance?maxResults=${PAGE}`,
        body: JSON.stringify({ variableName: "amount", processInstanceIdIn: ids }),
      },
    },
    {
      what: "count of a name, under writes",
      atMost: COUNT_UNDER_WRITES,
      underWrites: true,
      ...countAmount,
    },
  ];
}

function numberQuestion(name: string, value: bigint, found: number): Omit<Question, "what"> {
  const key = numberKey(value);
  const types = ["Short", "Integer", "Long", "Double"];
  return {
    atMost: FIRST_PAGE,
    query: {
      names: [{ operator: "eq", text: name }],
      values: [{ anyOf: [{ types, from: key, to: keyAfter(key) }] }],
    },
    limit: PAGE,
    found,
    // JSON.stringify() takes no bigint.
    request: valuesRequest(name, "eq", String(value)),
  };
}

function stringQuestion(
  operator: string,
  value: string,
  matches: (text: string) => boolean,
): Omit<Question, "what"> {
  return {
    query: {
      names: [{ operator: "eq", text: "customer" }],
      values: [{ anyOf: [{ types: ["String"] }] }],
    },
    keeps: ({ inline }) => inline !== undefined && matches(decoder.decode(inline)),
    limit: PAGE,
    found: 1,
    request: valuesRequest("customer", operator, JSON.stringify(value)),
  };
}

function valuesRequest(name: string, operator: string, json: string): QuestionRequest {
  return {
    target: `/variable-instance?maxResults=${PAGE}`,
    body: `{"variableValues":[{"name":"${name}","operator":"${operator}","value":${json}}]}`,
  };
}
