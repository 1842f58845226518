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

/** What a browser is to do with the bytes. */
export const DISPOSITION: Parameter = {
  name: "disposition",
  in: "query",
  description:
    "Whether a browser is to save the bytes or to show them. It shows a File only of a type that no browser executes: pictures but SVG, PDF, plain text, audio and video. All else stays an attachment, as Content-Disposition says.",
  schema: { type: "string", enum: ["attachment", "inline"] },
};

/** Header fields with a condition on a variable's version or time. */
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
  {
    name: "If-Unmodified-Since",
    in: "header",
    description:
      "A date, as in Last-Modified, after which the variable must not have been changed. Ignored if there is If-Match, which is exact: one second may hold two versions.",
    schema: { type: "string" },
  },
];

/** Header fields with a condition of a read. */
export const READ_CONDITIONS: readonly Parameter[] = [
  ...CONDITIONS,
  {
    name: "If-Modified-Since",
    in: "header",
    description:
      "A date, as in Last-Modified: the answer is 304 if the variable was not changed after it. Ignored if there is If-None-Match.",
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
