import { strictDecoder } from "../bytes/_strict_decoder.ts";

/** Exactly one encoded word (RFC 2047, section 2). RFC 2231 adds the language. */
const WORD =
  /^=\?([^?*]+)(?:\*[^?]*)?\?(?:[Bb]\?([A-Za-z0-9+/=]*)|[Qq]\?([!-<>@-~]*(?:=[0-9A-Fa-f]{2}[!-<>@-~]*)*))\?=$/;

/**
 * Decodes the encoded words (RFC 2047) in a text. Blanks separate the words, and the blanks between two encoded words are dropped.
 * A word that cannot be decoded stays as it is.
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

/** Decodes Q encoding (RFC 2047, section 4.2) to a text in which each character stands for one byte. */
function unescapeQuoted(text: string): string {
  return text
    .replaceAll("_", " ")
    .replace(/=(..)/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
