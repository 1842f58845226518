/** Short forms in which the cases write the answers that they expect. */
import { comparedJson } from "./compared_answer.ts";
import { type ComparedAnswer, INSTANCE } from "./rest_case.ts";

const JSON_TYPE = "application/json";

/** What a write is answered with. */
export const NO_CONTENT: ComparedAnswer = { status: 204, body: "" };

/** A `HEAD` of JSON. */
export function jsonHead(status = 200): ComparedAnswer {
  return { status, contentType: JSON_TYPE, body: "" };
}

export function json(text: string, status = 200): ComparedAnswer {
  return { status, contentType: JSON_TYPE, body: comparedJson(text) };
}

/** One variable in JSON. */
export function variable(type: string, value: string, valueInfo = "{}"): ComparedAnswer {
  return json(`{"type":"${type}","value":${value},"valueInfo":${valueInfo}}`);
}

/** An error of the engine. */
export function refused(status: number, type: string, message: string): ComparedAnswer {
  return json(JSON.stringify({ type, message }), status);
}

/** The error of the engine for what a client gets wrong. */
export function invalid(message: string): ComparedAnswer {
  return refused(400, "InvalidRequestException", message);
}

/** The bytes of a variable, one character for each. */
export function bytes(
  content: string,
  contentType = "application/octet-stream",
  disposition?: string,
): ComparedAnswer {
  return {
    status: 200,
    contentType,
    ...(disposition !== undefined && { disposition }),
    body: content,
  };
}

/** A variable that is not there. */
export function notThere(name = "x"): ComparedAnswer {
  const message = `process instance variable with name ${name} does not exist`;
  return refused(404, "InvalidRequestException", message);
}

/** The bytes of a variable that has none. */
export const NOT_BINARY: ComparedAnswer = invalid(
  `Value of variable with id ${INSTANCE} is not a binary value.`,
);
