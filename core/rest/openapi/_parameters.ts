import type { Parameter } from "./_operation_description.ts";

const DESERIALIZE =
  "Whether the JSON of a Json or Object is part of the answer, rather than a string.";

export const DESERIALIZE_VALUE: Parameter = {
  name: "deserializeValue",
  in: "query",
  description: DESERIALIZE,
  schema: { type: "boolean", default: true },
};

export const DESERIALIZE_VALUES: Parameter = { ...DESERIALIZE_VALUE, name: "deserializeValues" };

export const OMIT_BYTES: Parameter = {
  name: "omitBytes",
  in: "query",
  description: "Whether to leave variables of type Bytes out.",
  schema: { type: "boolean", default: false },
};

/** Parameters that select a page of a list. */
export const PAGE: readonly Parameter[] = [
  {
    name: "firstResult",
    in: "query",
    description: "How many come before the first one. Default 0.",
    schema: { type: "integer", minimum: 0 },
  },
  {
    name: "maxResults",
    in: "query",
    description: "How many there are at most. Default all.",
    schema: { type: "integer", minimum: 0 },
  },
];

/** Header fields with a condition on a variable's version. */
export const CONDITIONS: readonly Parameter[] = [
  {
    name: "If-Match",
    in: "header",
    description: "Versions, as in ETag, of which the variable must be one; '*' for any.",
    schema: { type: "string" },
  },
  {
    name: "If-None-Match",
    in: "header",
    description: "Versions of which the variable must be none; '*' if there must be none at all.",
    schema: { type: "string" },
  },
];

/** Header fields that select a range of the bytes. */
export const RANGES: readonly Parameter[] = [
  {
    name: "Range",
    in: "header",
    description: "One range of bytes, as in bytes=0-99 or bytes=-100. Several are answered whole.",
    schema: { type: "string" },
  },
  {
    name: "If-Range",
    in: "header",
    description: "The version, as in ETag, of which the range is wanted; of another the whole is.",
    schema: { type: "string" },
  },
];
