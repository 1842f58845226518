import { shorten } from "../../errors/_shorten.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import { refusal } from "../errors/_refusals.ts";
import { decodeText } from "./_charset.ts";
import type { CollectedForm, TextPartName } from "./_collected_form.ts";

/**
 * Reads the text of a part that gives the type of `data`.
 *
 * @param form The form.
 * @param name The part's name.
 * @returns The text as it was sent; `undefined` if the part is missing.
 * @throws {InvalidVariableError} If the part's Content-Type is not text/plain, or the text is not in its charset.
 */
export function readTextPart(form: CollectedForm, name: TextPartName): string | undefined {
  const part = form.texts.get(name);
  if (part === undefined) return undefined;
  if (part.contentType === undefined) return decodeText(part.bytes, undefined, name);
  const mediaType = parseMediaType(part.contentType);
  if (mediaType?.type !== "text/plain") {
    throw refusal(
      `Form part with name '${name}' must have a text/plain value: its Content-Type is '${shorten(part.contentType)}', send text/plain or none`,
    );
  }
  return decodeText(part.bytes, mediaType.parameters.get("charset"), name);
}

/**
 * Reads the name of the value type in a form. The part is `valueType`, its name in the engine since 7.2, or `variableType`, its
 * name before that.
 *
 * @param form The form.
 * @returns The name as it was sent; `undefined` if both parts are missing.
 * @throws {InvalidVariableError} If the two parts differ in more than the case of the first letter.
 */
export function readNamedType(form: CollectedForm): string | undefined {
  const variableType = readTextPart(form, "variableType");
  const valueType = readTextPart(form, "valueType");
  if (variableType === undefined) return valueType;
  if (valueType !== undefined && !sameType(variableType, valueType)) {
    throw refusal(
      `Form parts 'variableType' and 'valueType' must be the same: '${shorten(variableType)}' and '${shorten(valueType)}'`,
    );
  }
  return variableType;
}

function sameType(a: string, b: string): boolean {
  return a.charAt(0).toLowerCase() === b.charAt(0).toLowerCase() && a.slice(1) === b.slice(1);
}
