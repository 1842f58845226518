import { foldCase } from "../../storage/query/fold_case.ts";
import type { VariableRecord } from "../../storage/variable_record.ts";
import type { Search } from "../reading/_search.ts";
import type { CompiledConditions } from "./_compile_conditions.ts";

/** Comparing a text of so many characters is one step of a search. */
const CHARACTERS_PER_STEP = 4_096;
/** Even the shortest comparison is so many steps. */
const LEAST_STEPS = 1 / 64;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Whether a variable meets conditions on texts. Others have their turns in between: a hundred patterns of 4,000 characters take a
 * second for one text of 16 KiB.
 *
 * @param conditions The conditions.
 * @param record The variable.
 * @param search Waits and stops.
 */
export async function meetsTexts(
  { texts, foldsTexts }: Pick<CompiledConditions, "texts" | "foldsTexts">,
  record: VariableRecord,
  search: Search,
): Promise<boolean> {
  const stored = textOf(record);
  if (stored === undefined) return texts.every(({ negated }) => negated);
  const text = foldsTexts ? foldCase(stored) : stored;
  for (const { test, cost, negated } of texts) {
    const turn = search.spend(LEAST_STEPS + (text.length * cost) / CHARACTERS_PER_STEP);
    if (turn !== undefined) await turn;
    if (test(text) === negated) return false;
  }
  return true;
}

/** The text of a String; `undefined` if it is null, of another type, or too long for its record. */
function textOf({ type, inline }: VariableRecord): string | undefined {
  return type === "String" && inline !== undefined ? decoder.decode(inline) : undefined;
}
