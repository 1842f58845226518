import type { DifferenceId } from "../differences.ts";

/** A documented difference that an exchange shows. */
export interface QueryDifference {
  readonly id: DifferenceId;
  /** The status of varpost. */
  readonly status: number;
}

/** The exchanges that show a difference, by scenario, counted from 1. */
type Exchanges = Readonly<Record<string, readonly number[]>>;

const DIFFERENT: readonly (readonly [id: DifferenceId, status: number, exchanges: Exchanges])[] = [
  // What a query says.
  [
    "unknownParameter",
    400,
    {
      "body/unknown": [2, 3, 4],
      "http/refused-paths": [6, 7],
      "process/list": [8],
      "sort/get-errors": [9],
    },
  ],
  [
    "brokenJson",
    400,
    {
      "body/scalars": [5, 6],
      "body/malformed": [1, 2, 3, 4, 5, 6, 7, 8],
      "case/boolean-text": [14],
      "count/post": [5],
      "ids/post-types": [2],
      "post-values/bad": [8, 9],
      "sort/post-errors": [5, 8],
    },
  ],
  [
    "badQuery",
    400,
    {
      "body/null": [1, 2],
      "ids/tenant": [5],
      "post-values/bad": [2, 3, 5, 7],
      "process/list": [7],
      "sort/post-errors": [6],
    },
  ],
  ["badQuery", 415, { "body/null": [3] }],
  ["likeOfStructure", 400, { "post-values/like-text": [4, 5] }],
  ["emptyList", 200, { "ids/empty": [3], "process/list": [5] }],
  ["paging", 400, { "page/negative": [2, 3, 4, 5] }],
  ["engineFilter", 400, { "process/flags": [10, 11] }],
  ["businessKey", 200, { "process/business-key": [1, 3, 4, 5] }],
  // What is listed.
  ["stableIds", 200, { "shape/id-stays": [3, 5, 8] }],
  [
    "untypedObject",
    200,
    {
      "post-values/not-comparable": [11, 12],
      "shape/all-types": [2],
      "shape/deserialize-false": [2, 3, 4, 5],
      "single/get": [4, 5, 6],
      "sort/type": [2, 3],
    },
  ],
  ["unknownInstance", 404, { "process/delete": [5, 6, 9] }],
  // Everywhere.
  [
    "reasonPhrase",
    404,
    {
      "engine/version": [4, 10, 11],
      "http/accept": [12],
      "http/headers": [6],
      "http/paths": [7, 9, 10],
      "page/bad": [2, 3, 4, 5, 6, 7],
      "process/get": [4],
      "process/list": [12],
      "single/unknown": [5],
    },
  ],
  ["reasonPhrase", 415, { "body/content-type": [4, 5, 6, 7, 9] }],
  ["unreadableHead", 415, { "body/content-type": [8] }],
  ["unreadableHead", 400, { "http/refused-paths": [3, 4, 5] }],
  [
    "methods",
    405,
    {
      "engine/version": [9],
      "http/methods": [1, 2, 3, 4, 5, 6, 7],
      "process/delete": [13],
      "single/unknown": [6],
    },
  ],
  ["methods", 204, { "http/options": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }],
  ["batches", 405, { "process/async": [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
  ["anyEngine", 200, { "engine/version": [7] }],
  ["accept", 200, { "http/accept": [7, 8, 9, 10] }],
  ["acceptCharset", 200, { "http/accept": [11] }],
  ["headHeaders", 200, { "http/headers": [3], "single/data": [8] }],
  ["headHeaders", 404, { "process/get": [5] }],
  ["conditionalReads", 304, { "http/headers": [5] }],
  ["otherOrigins", 403, { "http/headers": [8] }],
  ["escapedSegment", 200, { "http/paths": [11] }],
  ["slashInName", 404, { "http/refused-paths": [1, 2] }],
  ["longHead", 200, { "http/sizes": [2] }],
];

/** The exchanges that differ on purpose: for each, by `SCENARIO NUMBER`, which difference it shows. */
export const QUERY_DIFFERENCES: ReadonlyMap<string, QueryDifference> = new Map(
  DIFFERENT.flatMap(([id, status, exchanges]) =>
    Object.entries(exchanges).flatMap(([scenario, numbers]) =>
      numbers.map((number) => [`${scenario} ${number}`, { id, status }] as const),
    ),
  ),
);
