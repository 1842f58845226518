import { nextTurn } from "../../_next_turn.ts";
import { shorten } from "../../errors/_shorten.ts";
import type { Change } from "../../storage/storage.ts";
import { checkVariableName } from "../errors/_check_names.ts";
import { refusal } from "../errors/_refusals.ts";
import { applyJsonRules, type JsonRulesContext } from "./_json_rules.ts";
import { type ModificationsRequest, WRONG } from "./_modifications_reader.ts";

/** The changes in a request to change several variables. */
export interface Modifications {
  /** At most one change for each name. */
  readonly changes: readonly Change[];
  /** Names of the variables whose values are checked but not stored. */
  readonly transient: readonly string[];
  /** Hints for the log: what the sender may have meant in another way. */
  readonly hints: readonly string[];
}

/** After this many variables, other work gets a turn. */
const VARIABLES_PER_TURN = 128;

/**
 * Makes changes of `{modifications, deletions}`. A variable that is in both is deleted.
 *
 * @param request The request. Its modifications are removed one by one when they become changes, to free their memory.
 * @param context The options of the rules, without the variable's name.
 * @throws {InvalidVariableError} If the request breaks a rule.
 * @throws {LimitExceededError} If a value is too large.
 */
export async function applyModifications(
  { isObject, modifications, deletions }: ModificationsRequest,
  context: Omit<JsonRulesContext, "name">,
): Promise<Modifications> {
  if (!isObject) {
    throw refusal("the request body must be an object with 'modifications' and 'deletions'");
  }
  if (modifications === WRONG) throw refusal("'modifications' must be an object");
  const changes = new Map<string, Change>();
  const transient: string[] = [];
  const hints: string[] = [];
  let count = 0;
  for (const [name, variable] of modifications) {
    if (++count % VARIABLES_PER_TURN === 0) await nextTurn();
    checkVariableName(name);
    if (variable === WRONG) {
      throw refusal(`modification of variable '${shorten(name)}' must be an object`);
    }
    const read = await applyJsonRules(variable, { ...context, name });
    modifications.delete(name);
    hints.push(...read.hints);
    const { type, valueInfo, content } = read.value;
    if (read.isTransient) transient.push(name);
    else changes.set(name, { op: "put", name, type, valueInfo, content });
  }
  if (deletions === WRONG) throw refusal("'deletions' must be an array of strings");
  for (const name of deletions) {
    checkVariableName(name);
    changes.set(name, { op: "delete", name });
  }
  return { changes: [...changes.values()], transient, hints };
}
