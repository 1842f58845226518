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
  const known = PART_NAMES.find((known) => known.toLowerCase() === name.toLowerCase());
  const question = known === undefined ? "" : `: is '${known}' meant?`;
  return `Part '${shorten(name)}' is not known and was read past${question}`;
}

/** The name of an unknown part that is a misspelled `data`, if there is one. */
export function misspelledData({ unknown }: CollectedForm): string | undefined {
  return unknown.find((name) => name.toLowerCase() === "data");
}
