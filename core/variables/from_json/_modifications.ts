import { nextTurn } from "../../_next_turn.ts";
import { shorten } from "../../errors/_shorten.ts";
import type { Change } from "../../storage/storage.ts";
import { checkVariableName } from "../errors/_check_names.ts";
import { refusal } from "../errors/_refusals.ts";
import { applyJsonRules, type JsonRulesContext } from "./_json_rules.ts";
import { type ModificationsRequest, WRONG } from "./_modifications_reader.ts";

/** What a request to change several variables says. */
export interface Modifications {
  /** One for each name. */
  readonly changes: readonly Change[];
  /** Names of the values that are checked and not stored. */
  readonly transient: readonly string[];
  readonly hints: readonly string[];
}

/** After so many variables everybody else has a turn. */
const VARIABLES_PER_TURN = 128;

/**
 * Makes changes of `{modifications, deletions}`. Deletions come after modifications, so what is in both is deleted.
 *
 * @param request What was sent. Its modifications are taken out one by one, as they become changes.
 * @param context What the rules of one variable need, but for its name.
 * @throws {InvalidVariableError} If it is against the rules.
 */
export async function readModifications(
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
