import type { JsonValue } from "../json/json_value.ts";
import type { Change } from "../storage/storage.ts";
import { checkVariableName } from "./_check_names.ts";
import { applyJsonRules, type JsonRulesContext } from "./_json_rules.ts";
import { refusal } from "./_refusals.ts";
import { shorten } from "./_shorten.ts";

/** What a request to change several variables says. */
export interface Modifications {
  /** One for each name. */
  readonly changes: readonly Change[];
  /** Names of the values that are checked and not stored. */
  readonly transient: readonly string[];
  readonly hints: readonly string[];
}

/**
 * Reads `{modifications, deletions}`. Deletions come after modifications, so what is in both is deleted.
 *
 * @param patch The JSON.
 * @param context What the rules of one variable need, but for its name.
 * @throws {InvalidVariableError} If it is against the rules.
 */
export async function readModifications(
  patch: JsonValue | undefined,
  context: Omit<JsonRulesContext, "name">,
): Promise<Modifications> {
  if (!(patch instanceof Map)) {
    throw refusal("the request body must be an object with 'modifications' and 'deletions'");
  }
  const changes = new Map<string, Change>();
  const transient: string[] = [];
  const hints: string[] = [];
  for (const [name, variable] of members(patch.get("modifications"))) {
    checkVariableName(name);
    if (!(variable instanceof Map)) {
      throw refusal(`modification of variable '${shorten(name)}' must be an object`);
    }
    const read = await applyJsonRules(
      {
        type: variable.get("type"),
        value: variable.get("value"),
        valueInfo: variable.get("valueInfo"),
      },
      { ...context, name },
    );
    hints.push(...read.hints);
    const { type, valueInfo, content } = read.value;
    if (read.isTransient) transient.push(name);
    else changes.set(name, { op: "put", name, type, valueInfo, content });
  }
  for (const name of deletions(patch.get("deletions"))) {
    checkVariableName(name);
    changes.set(name, { op: "delete", name });
  }
  return { changes: [...changes.values()], transient, hints };
}

function members(modifications: JsonValue = null): ReadonlyMap<string, JsonValue> {
  if (modifications === null) return new Map();
  if (modifications instanceof Map) return modifications;
  throw refusal("'modifications' must be an object");
}

function deletions(names: JsonValue = null): readonly string[] {
  if (names === null) return [];
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
    throw refusal("'deletions' must be an array of strings");
  }
  return names;
}
