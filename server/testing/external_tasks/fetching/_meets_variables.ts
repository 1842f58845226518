import type { JsonValue } from "../../../../core/json/json_value.ts";
import type { ScopeVariables } from "../../scopes/_scope_variables.ts";
import { parseJson } from "../requests/_parse_json.ts";
import type { Task } from "../tasks/_task.ts";

const WHOLE = /^-?\d+$/;

/** Whether a variable of the task's instance has one of these values. Without any it holds. */
export async function meetsVariables(
  { instance }: Task,
  wanted: ReadonlyMap<string, JsonValue>,
  scopes: ScopeVariables,
): Promise<boolean> {
  if (wanted.size === 0) return true;
  const printed = parseJson(await scopes.print(instance.id, { names: [...wanted.keys()] }));
  return [...wanted].some(([name, value]) => {
    const variable = printed instanceof Map ? printed.get(name) : undefined;
    return variable instanceof Map && isSame(variable, value);
  });
}

/** Whether a variable has this value and the type that the engine sees in it: a Long is not found by a number of 32 bits. */
function isSame(variable: ReadonlyMap<string, JsonValue>, wanted: JsonValue): boolean {
  const type = variable.get("type");
  const value = variable.get("value") ?? null;
  if (wanted === null) return value === null && type !== "File";
  if (typeof wanted === "string") return type === "String" && value === wanted;
  if (typeof wanted === "boolean") return type === "Boolean" && value === wanted;
  const [lexeme, other] = [lexemeOf(wanted), lexemeOf(value)];
  if (lexeme === undefined || other === undefined || type !== typeOf(lexeme)) return false;
  return type === "Double" ? Number(lexeme) === Number(other) : BigInt(lexeme) === BigInt(other);
}

function typeOf(lexeme: string): string | undefined {
  if (!WHOLE.test(lexeme)) return "Double";
  const number = BigInt(lexeme);
  if (BigInt.asIntN(32, number) === number) return "Integer";
  return BigInt.asIntN(64, number) === number ? "Long" : undefined;
}

function lexemeOf(value: JsonValue): string | undefined {
  const isNumber = typeof value === "object" && value !== null && "lexeme" in value;
  return isNumber ? String(value.lexeme) : undefined;
}
