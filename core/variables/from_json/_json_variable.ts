import type { ShallowJson } from "../../json/shallow_json.ts";
import type { JsonValueInfo } from "./_json_variable_info.ts";
import type { SentBytes } from "./_sent_bytes.ts";

/** The members of a variable in JSON that the rules use, as they were sent; `undefined` for those that were not sent. */
export interface JsonVariable {
  readonly type?: ShallowJson | undefined;
  readonly value?: ShallowJson | SentBytes | undefined;
  readonly valueInfo?: ShallowJson | JsonValueInfo | undefined;
}

/** Whether a value came as bytes. */
export function isSentBytes(value: JsonVariable["value"]): value is SentBytes {
  return typeof value === "object" && value !== null && "content" in value;
}
