import { UTF8 } from "../../bytes/_strict_decoder.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import type { ShallowJson } from "../../json/shallow_json.ts";
import { refusal } from "../errors/_refusals.ts";
import type { JsonVariable } from "../from_json/_json_variable.ts";
import type { JsonValueInfo } from "../from_json/_json_variable_info.ts";
import type { SentBytes } from "../from_json/_sent_bytes.ts";
import type { VariableInfo, VariableInput } from "../options/variable_options.ts";
import { type Content, readBytes, sizeOf } from "../values/_content.ts";
import type { VariableValue } from "../values/variable_value.ts";

/**
 * Turns what a program passed into the variable that it would be in JSON, so the rules of JSON decide.
 *
 * @param input The input, checked.
 * @param content Its bytes, if it has bytes.
 * @param maxJsonBytes The largest number of bytes that become text.
 */
export function jsonVariableOf(
  { type, value, valueInfo }: VariableInput,
  content: Content | undefined,
  maxJsonBytes: number,
): JsonVariable {
  const info = valueInfo && infoOf(valueInfo);
  if (content !== undefined) {
    return { type: type ?? "Bytes", value: sentBytes(content, maxJsonBytes), valueInfo: info };
  }
  return { type: type ?? impliedType(value), value: jsonOf(value), valueInfo: info };
}

/** The type that follows from a value which JSON does not have. The rules infer the types of all other values. */
function impliedType(value: VariableValue | undefined): string | undefined {
  if (typeof value === "bigint") return "Long";
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? undefined : "Double";
  }
  return value instanceof Date ? "Date" : undefined;
}

function jsonOf(value: VariableValue | undefined): ShallowJson {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return { lexeme: Object.is(value, -0) ? "-0" : String(value) };
    case "bigint":
      return { lexeme: String(value) };
    default:
      return value instanceof Date ? value.toISOString() : null;
  }
}

function sentBytes(content: Content, maxJsonBytes: number): SentBytes {
  return {
    content,
    async text() {
      if (sizeOf(content) > maxJsonBytes) {
        throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the content");
      }
      const bytes = await readBytes(content);
      try {
        return UTF8.decode(bytes);
      } catch (cause) {
        throw refusal("Cannot decode the content: it is not valid UTF-8", { cause });
      }
    },
  };
}

function infoOf(info: VariableInfo): JsonValueInfo {
  const members = new Map<string, ShallowJson>();
  for (const [name, member] of Object.entries(info)) {
    if (member !== undefined) members.set(name, member);
  }
  return members;
}
