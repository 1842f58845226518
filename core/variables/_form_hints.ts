import type { CollectedForm } from "./_collected_form.ts";
import { shorten } from "./_shorten.ts";

const PART_NAMES = ["data", "type", "variableType", "valueType"];

/** What the sender of a form may have meant otherwise, though the form is fine. */
export function formHints(form: CollectedForm): readonly string[] {
  const hints = form.unknown.map(unknownPartHint);
  if (form.texts.size === 0 && form.data?.filename) {
    hints.push("Part 'data' has a file name, which a Bytes does not keep: valueType=File does");
  }
  return hints;
}

function unknownPartHint(name: string): string {
  const known = PART_NAMES.find((known) => isLike(known, name));
  const question = known === undefined ? "" : `: is '${known}' meant?`;
  return `Part '${shorten(name)}' is not known and was read past${question}`;
}

/** What to tell beside the refusal of a form that lacks a part: which unknown one may be meant for it. */
export function missingPartHint({ unknown }: CollectedForm, missing: readonly string[]): string {
  const other = unknown.find((name) => missing.some((known) => isLike(known, name)));
  if (other !== undefined)
    return `: the form has '${shorten(other)}', which is spelled differently`;
  const [first] = unknown;
  return first === undefined ? "" : `: the form has '${shorten(first)}'`;
}

/** Whether two names differ in what is easily mistaken only: case, hyphens, underscores, blanks. */
function isLike(known: string, name: string): boolean {
  return name.replaceAll(/[-_ ]/g, "").toLowerCase() === known.toLowerCase();
}
