import type { ShallowJson } from "../../json/shallow_json.ts";
import type { Base64Value } from "./_base64_value.ts";
import type { JsonValueInfo } from "./_json_variable_info.ts";

/** The members of a variable's JSON form that count, as they were sent; `undefined` what was not. */
export interface JsonVariable {
  readonly type?: ShallowJson | undefined;
  readonly value?: ShallowJson | Base64Value | undefined;
  readonly valueInfo?: ShallowJson | JsonValueInfo | undefined;
}

/** Whether a value was decoded on its way. */
export function isBase64Value(value: JsonVariable["value"]): value is Base64Value {
  return typeof value === "object" && value !== null && "staged" in value;
}
