import { shorten } from "../../errors/_shorten.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import { refusal } from "../errors/_refusals.ts";
import { decodeText } from "./_charset.ts";
import type { CollectedForm, TextPartName } from "./_collected_form.ts";

/**
 * The text of a part that says what `data` is.
 *
 * @param form The form.
 * @param name The part's name.
 * @returns The text, as sent; `undefined` if there is no such part.
 * @throws {InvalidVariableError} If the part says that it is something other than text/plain, or is not of its charset.
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
 * The name of the value type that a form asks for: in `valueType`, as the engine has called it since 7.2, or in
 * `variableType`, as it did before.
 *
 * @param form The form.
 * @returns The name as sent; `undefined` if the form has neither.
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
