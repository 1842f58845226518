import type { ShallowJson } from "../../json/shallow_json.ts";
import type { Base64Value } from "./_base64_value.ts";
import type { JsonValueInfo } from "./_json_variable_info.ts";

/** The members of a variable in JSON that the rules use, as they were sent; `undefined` for those that were not sent. */
export interface JsonVariable {
  readonly type?: ShallowJson | undefined;
  readonly value?: ShallowJson | Base64Value | undefined;
  readonly valueInfo?: ShallowJson | JsonValueInfo | undefined;
}

/** Whether a value came in base64 and was decoded while it arrived. */
export function isBase64Value(value: JsonVariable["value"]): value is Base64Value {
  return typeof value === "object" && value !== null && "staged" in value;
}
