import { readDispositionParameters } from "./_disposition_parameters.ts";
import { decodeWords } from "./_encoded_words.ts";
import { readExtendedParameter } from "./_extended_parameter.ts";
import { HeadFault } from "./_head_fault.ts";
import type { PartHead } from "./part.ts";

const FORM_DATA = /^form-data[ \t]*(?=;|$)/i;

/**
 * Reads what a Content-Disposition says of its part.
 *
 * @param value The header's value, without blanks around it.
 * @throws {HeadFault} If it is not `form-data` or has a malformed parameter.
 * @throws {SyntaxError} If it has no name, or one twice, or none that can be decoded.
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

/** `filename*` beside a `filename`, which senders add for who does not know the former; `undefined` if it says nothing. */
function readExtendedBeside(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return readExtendedParameter(new Map([["filename*", value]]), "filename") || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether `filename*` is a worse copy of `filename`: .NET puts the quotes around it inside, and React Native writes a
 * semicolon in it as it is, at which it ends.
 */
function isCopy(extended: string, filename: string): boolean {
  return extended === `"${filename}"` || filename.startsWith(`${extended};`);
}

/** What the WHATWG's form-data encoding escapes, and only that: a browser sends any other `%41` as it stands. */
function decodeEscapes(text: string): string {
  return text.replace(/%(?:22|0D|0A)/gi, decodeURIComponent);
}
