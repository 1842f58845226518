import type { WireRequest } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";

/** The path of the variable `v` of the instance `i`. */
export const VARIABLE = "/process-instance/i/variables/v";

/** Its id. */
export const VARIABLE_ID = "aQB2";

export const JSON_TYPE = { "content-type": "application/json" };

/** Paths from which it is read, as JSON and as bytes. */
export const READS = [
  VARIABLE,
  `${VARIABLE}/data`,
  "/execution/i/localVariables/v",
  "/task/i/variables/v/data",
  `/variable-instance/${VARIABLE_ID}`,
  `/variable-instance/${VARIABLE_ID}/data`,
];

/** Requests that write it. */
export const WRITES: readonly WireRequest[] = [
  { method: "PUT", path: VARIABLE, headers: JSON_TYPE, body: '{"value":"new"}' },
  {
    method: "POST",
    path: `${VARIABLE}/data`,
    headers: { "content-type": FORM_TYPE },
    body: form({ name: "data", content: "new" }),
  },
  { method: "DELETE", path: VARIABLE },
];
