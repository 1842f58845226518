/** What a client says about who it is. */
export type Credentials =
  | { readonly scheme: "basic"; readonly name: string; readonly password: string }
  | { readonly scheme: "bearer"; readonly token: string };

/** The scheme in any case, and a word behind it (RFC 9110, section 11.4). */
const FIELD = /^(basic|bearer) +([A-Za-z\d\-._~+/]+=*) *$/i;
/** Base64, whose padding some clients leave out. */
const BASE64 = /^[A-Za-z\d+/]+={0,2}$/;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the header `Authorization` (RFC 7617, RFC 6750).
 *
 * @param field The header.
 * @returns What it says; `undefined` if it is malformed, not in UTF-8, or of another scheme.
 */
export function readCredentials(field: string): Credentials | undefined {
  const [, scheme = "", word = ""] = FIELD.exec(field) ?? [];
  if (scheme === "") return undefined;
  return scheme.toLowerCase() === "bearer" ? { scheme: "bearer", token: word } : readBasic(word);
}

function readBasic(word: string): Credentials | undefined {
  const text = BASE64.test(word) ? decode(Buffer.from(word, "base64")) : undefined;
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon === -1) return undefined;
  return { scheme: "basic", name: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
