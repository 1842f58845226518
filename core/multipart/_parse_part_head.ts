import { decodeWords } from "./_encoded_words.ts";
import { readExtendedParameter } from "./_extended_parameter.ts";
import { readParameters, TOKEN } from "./_header_parameters.ts";
import type { StrictDecoder } from "./_strict_decoder.ts";
import { trimBlanks } from "./_trim_blanks.ts";
import type { PartHead } from "./part.ts";
import { PartHeaders } from "./part_headers.ts";

/**
 * The fast path: the headers that nearly all parts have, with nothing in their values that must be decoded. One match
 * both checks and reads them.
 */
const COMMON =
  /^Content-Disposition: form-data; name="([ !#$&-[\]-~\x80-\uffff]*)"(?:; filename="([ !#$&-<>-[\]-~\x80-\uffff]*)")?\r\n(?:Content-Type: ([!-~](?:[ -~]*[!-~])?)\r\n)?$/;

/** One header line with its CRLF, unfolded, and blanks around its value. Of the control characters only the tab. */
const FIELD = new RegExp(`(${TOKEN}):([^\\0-\\x08\\n-\\x1f\\x7f]*)\\r\\n`, "y");
const FORM_DATA = /^form-data[ \t]*(?=;|$)/i;

/**
 * Reads the header lines of a part.
 *
 * @param lines The lines, each with its CRLF.
 * @param decoder Decodes them.
 * @throws {SyntaxError} With what is wrong as its message.
 */
export function parsePartHead(lines: Uint8Array, decoder: StrictDecoder): PartHead {
  const text = decode(lines, decoder);
  const common = COMMON.exec(text);
  if (common !== null) {
    const [, name = "", filename, contentType] = common;
    return { name, filename, contentType, headers: new PartHeaders(text) };
  }
  // RFC 5322, section 2.2.3: a line that begins with a blank continues the one before.
  return parseAnyPartHead(text.replace(/\r\n[ \t]+/g, " "));
}

function decode(lines: Uint8Array, decoder: StrictDecoder): string {
  try {
    return decoder.decode(lines);
  } catch {
    throw new SyntaxError("they are not in the charset of the form");
  }
}

function parseAnyPartHead(lines: string): PartHead {
  let disposition: string | undefined;
  let contentType: string | undefined;
  for (let at = 0; at < lines.length; at = FIELD.lastIndex) {
    FIELD.lastIndex = at;
    const [match, field = "", value = ""] = FIELD.exec(lines) ?? [];
    if (match === undefined) throw new SyntaxError("a header line is malformed");
    switch (field.toLowerCase()) {
      case "content-disposition":
        if (disposition !== undefined) throw new SyntaxError("Content-Disposition is repeated");
        disposition = trimBlanks(value);
        break;
      case "content-type":
        if (contentType !== undefined) throw new SyntaxError("Content-Type is repeated");
        contentType = trimBlanks(value);
    }
  }
  if (disposition === undefined) throw new SyntaxError("Content-Disposition is missing");
  const type = FORM_DATA.exec(disposition);
  if (type === null) throw new SyntaxError("Content-Disposition is not 'form-data'");
  const parameters = readParameters(disposition, type[0].length);
  const name = readName(parameters, "name");
  if (name === undefined) throw new SyntaxError("Content-Disposition has no name");
  const filename = readName(parameters, "filename");
  return { name, filename, contentType, headers: new PartHeaders(lines) };
}

/** The plain parameter wins, so that a broken extended one beside it does no harm. */
function readName(
  parameters: ReadonlyMap<string, string>,
  attribute: "name" | "filename",
): string | undefined {
  const plain = parameters.get(attribute);
  if (plain === undefined) return readExtendedParameter(parameters, attribute);
  // What the WHATWG's form-data encoding escapes, and only that: a browser sends any other `%41` as it stands.
  const text = plain.replace(/%(?:22|0D|0A)/gi, decodeURIComponent);
  return attribute === "filename" ? decodeWords(text) : text;
}
