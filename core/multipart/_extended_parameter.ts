import { strictDecoder } from "../bytes/_strict_decoder.ts";
import { shorten } from "../errors/_shorten.ts";

/** Charset, language and text of an extended value (RFC 5987, section 3.2). */
const EXTENDED = /^([^' \t"]*)'[^' \t"]*'(.*)$/s;

/**
 * Reads a parameter in the form `name*=charset'language'text` (RFC 5987), or in numbered pieces (RFC 2231: `name*0`, `name*1*`,
 * …). Two pieces may share one character's bytes.
 *
 * @returns The value; `undefined` if the parameter has neither form.
 * @throws {SyntaxError} If it is malformed. The message names only the reason.
 */
export function readExtendedParameter(
  parameters: ReadonlyMap<string, string>,
  name: string,
): string | undefined {
  const whole = parameters.get(`${name}*`);
  const first = whole ?? parameters.get(`${name}*0*`);
  const [, charset, text = ""] = first === undefined ? [] : (EXTENDED.exec(first) ?? []);
  if (first !== undefined && charset === undefined) throw fault(name, "names no charset");
  if (whole !== undefined) return decode(name, charset, unescapePercent(name, text));

  const bytes = first === undefined ? [] : unescapePercent(name, text);
  let count = first === undefined ? 0 : 1;
  for (; ; count++) {
    const encoded = parameters.get(`${name}*${count}*`);
    const plain = parameters.get(`${name}*${count}`);
    if (encoded !== undefined && charset !== undefined) {
      for (const byte of unescapePercent(name, encoded)) bytes.push(byte);
    } else if (plain !== undefined) {
      for (const byte of new TextEncoder().encode(plain)) bytes.push(byte);
    } else break;
  }
  const pieces = Array.from(parameters.keys()).filter((key) => key.startsWith(`${name}*`));
  if (pieces.length !== count) throw fault(name, "comes in pieces that do not fit");
  return count === 0 ? undefined : decode(name, charset, bytes);
}

function decode(name: string, charset: string | undefined, bytes: number[]): string {
  const decoder = strictDecoder(charset === "" ? undefined : charset);
  if (decoder === undefined)
    throw fault(name, `names an unknown charset '${shorten(charset ?? "")}'`);
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    throw fault(name, `is not in its charset '${charset}'`);
  }
}

function unescapePercent(name: string, text: string): number[] {
  if (!/^(?:[!#$&-~]|%[0-9A-Fa-f]{2})*$/.test(text)) throw fault(name, "is malformed");
  return Array.from(text.matchAll(/%(..)|./g), ([unit, hex]) =>
    hex === undefined ? unit.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}

function fault(name: string, reason: string): SyntaxError {
  return new SyntaxError(`parameter '${name}*' ${reason}`);
}
