import { shorten } from "../../errors/_shorten.ts";
import type { CollectedForm, DataPart } from "./_collected_form.ts";

const PART_NAMES = ["data", "type", "variableType", "valueType"];
/** The largest number of part names in a message. */
const MAX_TOLD = 5;

/**
 * Finds what the sender of a valid form may have meant in another way.
 *
 * @param form The form.
 * @param isFile Whether the value is a File.
 * @returns Sentences for the log.
 */
export function formHints(form: CollectedForm, isFile: boolean): readonly string[] {
  const hints = form.unknown.map(unknownPartHint);
  if (form.texts.size === 0 && form.data?.filename) {
    hints.push(
      "Part 'data' has a file name, which is not stored with a Bytes; send valueType=File",
    );
  }
  if (form.data !== undefined && !isFile && saysTransient(form.data)) {
    hints.push("Part 'data' has transient=true, which works only for a File; the value is stored");
  }
  return hints;
}

/** Whether a part has the parameter `transient=true`, which makes a File transient. */
export function saysTransient({ mediaType }: DataPart): boolean {
  return mediaType?.parameters.get("transient")?.toLowerCase() === "true";
}

function unknownPartHint(name: string): string {
  const known = PART_NAMES.find((known) => isLike(known, name));
  const question = known === undefined ? "" : `; did you mean '${known}'?`;
  return `Part '${shorten(name)}' is unknown and was ignored${question}`;
}

/** The end of the message for a form without `data`: the parts that it has, or the one that may be a misspelt `data`. */
export function missingDataHint(form: CollectedForm): string {
  const names = [...form.unknown, ...form.texts.keys()];
  return misspelledHint(form, ["data"]) ?? `: the form has ${list(names)}`;
}

/** The end of the message for a form without a type: the unknown parts, or the one that may be a misspelt type. */
export function missingTypeHint(form: CollectedForm): string {
  const { unknown } = form;
  const others = unknown.length === 0 ? "" : `: the form has ${list(unknown)}`;
  return misspelledHint(form, ["type", "valueType", "variableType"]) ?? others;
}

function misspelledHint(
  { unknown }: CollectedForm,
  missing: readonly string[],
): string | undefined {
  const other = unknown.find((name) => missing.some((known) => isLike(known, name)));
  if (other === undefined) return undefined;
  return `: the form has '${shorten(other)}', which is spelled differently`;
}

function list(names: readonly string[]): string {
  if (names.length === 0) return "no part";
  const told = names.slice(0, MAX_TOLD).map((name) => `'${shorten(name)}'`);
  const more = names.length - told.length;
  return `${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Whether two names are equal but for case, hyphens, underscores and spaces. */
function isLike(known: string, name: string): boolean {
  return name.replaceAll(/[-_ ]/g, "").toLowerCase() === known.toLowerCase();
}
