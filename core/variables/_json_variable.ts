import type { JsonValue } from "../json/json_value.ts";
import type { Base64Value } from "./_base64_value.ts";

/** The members of a variable's JSON form that count, as they were sent; `undefined` what was not. */
export interface JsonVariable {
  readonly type: JsonValue | undefined;
  readonly value: JsonValue | Base64Value | undefined;
  readonly valueInfo: JsonValue | undefined;
}

/** Whether a value was decoded on its way. */
export function isBase64Value(value: JsonVariable["value"]): value is Base64Value {
  return typeof value === "object" && value !== null && "staged" in value;
}
