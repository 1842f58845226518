import type { JsonNumber, JsonValue } from "../../json/json_value.ts";
import { InvalidQueryError } from "../../variables/errors/invalid_query_error.ts";
import type { VariableCondition } from "../../variables/options/variable_query.ts";
import { isObject, textOf, wrongMember } from "./_body_members.ts";
import { notValid } from "./_invalid.ts";
import { operatorOf } from "./_operator.ts";

const INTEGER = /^-?\d+$/;
/** More digits than a whole number of 64 bits has. */
const MAX_DIGITS = 20;

/**
 * Reads a condition on a variable: `{"name", "operator", "value"}`. Other members are ignored, as in the engine.
 *
 * @param path Where it stands in the body, for messages.
 * @param entry The condition.
 * @throws {InvalidQueryError} If it is not such an object.
 */
export function bodyCondition(path: string, entry: JsonValue): VariableCondition {
  if (!isObject(entry)) throw wrongMember(path, entry, "an object");
  const name = entry.get("name") ?? null;
  const operator = entry.get("operator") ?? null;
  const condition = {
    operator: operatorOf(operator === null ? null : textOf(`${path}.operator`, operator)),
    value: conditionValue(entry.get("value") ?? null),
  };
  if (name === null) throw notValid("name is null");
  return { name: textOf(`${path}.name`, name), ...condition };
}

function conditionValue(value: JsonValue): VariableCondition["value"] {
  if (value === null || typeof value !== "object") return value;
  if (!isObject(value) && "lexeme" in value) return numberOf(value);
  throw new InvalidQueryError("ProcessEngineException", "Object values cannot be used to query", 0);
}

/** A whole number keeps all digits. */
function numberOf({ lexeme }: JsonNumber): number | bigint {
  return INTEGER.test(lexeme) && lexeme.length <= MAX_DIGITS ? BigInt(lexeme) : Number(lexeme);
}
