import type { StrictDecoder } from "../bytes/_strict_decoder.ts";
import { shorten } from "../errors/_shorten.ts";
import { byteIndex } from "./_byte_index.ts";
import { foldedIndex, unfold } from "./_fold.ts";
import { HeadFault } from "./_head_fault.ts";
import { HeaderLines } from "./_header_lines.ts";
import { TOKEN } from "./_header_parameters.ts";
import { readDisposition } from "./_read_disposition.ts";
import { trimBlanks } from "./_trim_blanks.ts";
import type { PartHead } from "./part.ts";

/**
 * The fast path: the headers that nearly all parts have, with values that need no decoding. One match both checks and reads them.
 */
const COMMON =
  /^Content-Disposition: form-data; name="([ !#$&-[\]-~\x80-\uffff]*)"(?:; filename="([ !#$&-<>-[\]-~\x80-\uffff]*)")?\r\n(?:Content-Type: ([!-~](?:[ -~]*[!-~])?)\r\n)?$/;

/** One unfolded header line with its CRLF. Its value keeps the blanks around it, and may hold no control character but tabs. */
const FIELD = new RegExp(`(${TOKEN}):([^\\0-\\x08\\n-\\x1f\\x7f]*)\\r\\n`, "y");
/** This line may hold control characters, except NUL, CR and LF: browsers send them raw in names. */
const DISPOSITION = /(Content-Disposition):([^\0\n\r]*)\r\n/iy;

/**
 * Reads the header lines of a part.
 *
 * @param lines The lines, each with its CRLF.
 * @param decoder The decoder of the lines.
 * @param offset Number of bytes before them in the form, for messages.
 * @throws {SyntaxError} If they are malformed. The message names only the reason.
 */
export function parsePartHead(lines: Uint8Array, decoder: StrictDecoder, offset: number): PartHead {
  const text = decode(lines, decoder);
  const common = COMMON.exec(text);
  if (common !== null) {
    const [, name = "", filename, contentType] = common;
    return { name, filename, contentType, headers: new HeaderLines(text) };
  }
  const unfolded = unfold(text);
  try {
    return parseAnyPartHead(unfolded);
  } catch (error) {
    if (!(error instanceof HeadFault)) throw error;
    // A character takes one byte in windows-1252, but bytes with this label may have been UTF-8.
    const encoding = decoder.encoding === "windows-1252" ? "utf-8" : decoder.encoding;
    const byte = offset + byteIndex(lines, text, foldedIndex(text, error.at), encoding);
    const [shown = ""] = unfolded.slice(error.at).split("\r\n", 1);
    throw new SyntaxError(`${error.message} at byte ${byte}: '${shorten(shown)}'${error.hint}`);
  }
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
  let dispositionAt = 0;
  let contentType: string | undefined;
  for (let at = 0, next = 0; at < lines.length; at = next) {
    FIELD.lastIndex = at;
    DISPOSITION.lastIndex = at;
    const [line, field = "", value = ""] = FIELD.exec(lines) ?? DISPOSITION.exec(lines) ?? [];
    if (line === undefined) throw new HeadFault("a header line is malformed", at);
    // A boundary may hold a colon, so a delimiter could pass for a header, and the part behind it would be lost.
    if (line.startsWith("--")) throw new HeadFault("a delimiter stands in them", at);
    next = at + line.length;
    switch (field.toLowerCase()) {
      case "content-disposition":
        if (disposition !== undefined) throw new SyntaxError("Content-Disposition is repeated");
        disposition = trimBlanks(value);
        dispositionAt = at + line.indexOf(disposition, field.length + 1);
        break;
      case "content-type":
        if (contentType !== undefined) throw new SyntaxError("Content-Type is repeated");
        contentType = trimBlanks(value);
    }
  }
  if (disposition === undefined) throw new SyntaxError("Content-Disposition is missing");
  try {
    const { name, filename } = readDisposition(disposition);
    return { name, filename, contentType, headers: new HeaderLines(lines) };
  } catch (error) {
    throw error instanceof HeadFault ? error.shiftedBy(dispositionAt) : error;
  }
}
