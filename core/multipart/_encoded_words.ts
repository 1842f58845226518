import { strictDecoder } from "../bytes/_strict_decoder.ts";

/** An encoded word (RFC 2047, section 2; the language is RFC 2231's), and nothing else. */
const WORD =
  /^=\?([^?*]+)(?:\*[^?]*)?\?(?:[Bb]\?([A-Za-z0-9+/=]*)|[Qq]\?([!-<>@-~]*(?:=[0-9A-Fa-f]{2}[!-<>@-~]*)*))\?=$/;

/**
 * Decodes the encoded words of RFC 2047 in a text. Words stand between blanks; blanks between two words belong to
 * neither. What cannot be decoded stays as it is.
 */
export function decodeWords(text: string): string {
  if (!text.includes("=?")) return text;
  let decoded = "";
  let blanks = "";
  let afterWord = false;
  for (const token of text.split(/([ \t]+)/)) {
    if (/^[ \t]+$/.test(token)) {
      blanks = token;
      continue;
    }
    const word = decodeWord(token);
    decoded += (word !== undefined && afterWord ? "" : blanks) + (word ?? token);
    blanks = "";
    afterWord = word !== undefined;
  }
  return decoded + blanks;
}

function decodeWord(token: string): string | undefined {
  const [match, charset, base64, quoted = ""] = WORD.exec(token) ?? [];
  if (match === undefined) return undefined;
  try {
    const bytes = base64 === undefined ? unescapeQuoted(quoted) : atob(base64);
    return strictDecoder(charset)?.decode(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The bytes of Q encoding (RFC 2047, section 4.2), one in each character. */
function unescapeQuoted(text: string): string {
  return text
    .replaceAll("_", " ")
    .replace(/=(..)/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
