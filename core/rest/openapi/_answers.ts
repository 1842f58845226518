import type { Answer, AnswerReference, Header, JsonSchema } from "./_operation_description.ts";

const ETAG: Header = {
  description: "The variable's version: each write makes a new one.",
  schema: { type: "string" },
};

const LAST_MODIFIED: Header = {
  description: "When the variable was changed last, in whole seconds.",
  schema: { type: "string" },
};

/** The headers that tell a variable's version and time, in answers to reads. */
export const VALIDATOR_HEADERS: Readonly<Record<string, Header>> = {
  ETag: ETAG,
  "Last-Modified": LAST_MODIFIED,
};

type CommonAnswer =
  | "Done"
  | "Stored"
  | "NotModified"
  | "BadRequest"
  | "NotFound"
  | "PreconditionFailed"
  | "TooLarge"
  | "UnsupportedMediaType"
  | "Unavailable"
  | "Failure";

/** Answers that several operations share, by name. */
export const COMMON_ANSWERS: Readonly<Record<CommonAnswer, Answer>> = {
  Done: { description: "Done. There is no content." },
  Stored: {
    description: "Stored. There is no content, and no ETag if the variable is transient.",
    headers: { ETag: ETAG },
  },
  NotModified: {
    description: "The client has this version already.",
    headers: VALIDATOR_HEADERS,
  },
  BadRequest: error("The request, or the variable in it, is not valid. Nothing is changed."),
  NotFound: error("There is no such variable, or no such scope."),
  PreconditionFailed: error(
    "The variable is not of the version that is asked for. Nothing is changed.",
  ),
  TooLarge: error("The value, or what holds it, exceeds a limit. Nothing is changed."),
  UnsupportedMediaType: error("The body is not of the media type that is read here."),
  Unavailable: {
    ...error(
      "The storage cannot be reached now, or other requests with JSON have taken all room for 5 s. Nothing is changed, unless the message says that the change may have been stored.",
    ),
    headers: {
      "Retry-After": {
        description: "After how many seconds it may be sent again.",
        schema: { type: "integer" },
      },
    },
  },
  Failure: error("Any other refusal, or a failure of the server."),
};

/** The answer of each count. */
export const COUNT_ANSWER: Answer = {
  description: "The count.",
  content: {
    "application/json": {
      schema: schema("CountResultDto"),
      examples: { integer: { value: { count: 1 } } },
    },
  },
};

/** Makes a reference to an answer that several operations share. */
export function common(name: CommonAnswer): AnswerReference {
  return { $ref: `#/components/responses/${name}` };
}

/** Makes a reference to a schema. */
export function schema(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function error(description: string): Answer {
  return { description, content: { "application/json": { schema: schema("ExceptionDto") } } };
}
