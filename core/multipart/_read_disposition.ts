import { readDispositionParameters } from "./_disposition_parameters.ts";
import { decodeWords } from "./_encoded_words.ts";
import { readExtendedParameter } from "./_extended_parameter.ts";
import { HeadFault } from "./_head_fault.ts";
import type { PartHead } from "./part.ts";

const FORM_DATA = /^form-data[ \t]*(?=;|$)/i;

/**
 * Reads the name and the file name of a part from its Content-Disposition.
 *
 * @param value The header's value, without blanks around it.
 * @throws {HeadFault} If it is not `form-data`, or has a malformed parameter.
 * @throws {SyntaxError} If its name is missing, repeated, or cannot be decoded.
 */
export function readDisposition(value: string): Pick<PartHead, "name" | "filename"> {
  const type = FORM_DATA.exec(value);
  if (type === null) throw new HeadFault("Content-Disposition is not 'form-data'", 0);
  const parameters = readDispositionParameters(value, type[0].length);
  const plain = parameters.get("name");
  const name =
    plain === undefined ? readExtendedParameter(parameters, "name") : decodeEscapes(plain);
  if (name === undefined) throw new SyntaxError("Content-Disposition has no name");
  return { name, filename: readFilename(parameters) };
}

function readFilename(parameters: ReadonlyMap<string, string>): string | undefined {
  const plain = parameters.get("filename");
  if (plain === undefined) return readExtendedParameter(parameters, "filename");
  const filename = decodeWords(decodeEscapes(plain));
  const extended = readExtendedBeside(parameters.get("filename*"));
  return extended === undefined || isCopy(extended, filename) ? filename : extended;
}

/**
 * Reads a `filename*` that came with a `filename`; senders add the latter for receivers that do not know the former. Returns
 * `undefined` if it is empty or cannot be decoded.
 */
function readExtendedBeside(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return readExtendedParameter(new Map([["filename*", value]]), "filename") || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether `filename*` is a damaged copy of `filename`: .NET encodes the quotes with the name, and React Native does not encode a
 * semicolon, so that the value ends there.
 */
function isCopy(extended: string, filename: string): boolean {
  return extended === `"${filename}"` || filename.startsWith(`${extended};`);
}

/** Decodes the three escapes of the WHATWG's form-data encoding. Browsers send all other text, such as `%41`, as it is. */
function decodeEscapes(text: string): string {
  return text.replace(/%(?:22|0D|0A)/gi, decodeURIComponent);
}
