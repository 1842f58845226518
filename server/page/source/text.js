/** Characters that show nothing, or that move what stands beside them: controls, formats, separators, and what nobody has assigned. */
const UNSEEN = /([\p{C}\p{Zl}\p{Zp}\p{DI}\u2800])/gu;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Cuts a text into what is seen and, at odd places, the numbers of characters that are not.
 *
 * @param {string} text
 */
export function piecesOf(text) {
  return text.split(UNSEEN).map((piece, index) => (index % 2 === 0 ? piece : codeOf(piece)));
}

/**
 * A text without unseen characters, for what can hold no elements.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.replace(UNSEEN, codeOf);
}

/**
 * The same for a text of several lines.
 *
 * @param {string} text
 */
export function visibleLines(text) {
  return text.replace(UNSEEN, (character) =>
    /[\n\r\t]/.test(character) ? character : codeOf(character),
  );
}

/** @param {string} character */
function codeOf(character) {
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** @param {string} text */
export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

/**
 * A number of bytes for people.
 *
 * @param {number} bytes
 */
export function sizeText(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), 4);
  return `${(bytes / 1024 ** power).toFixed(1)} ${"KMGT"[power - 1]}iB`;
}

/**
 * Breaks a JSON into lines. It moves only what stands between texts and numbers, so every digit and every member stays. Deep ones are
 * moved no further in: 64 KiB of brackets would become 2 GiB of blanks.
 *
 * @param {string} json A valid JSON.
 */
export function indented(json) {
  let depth = 0;
  const line = () => `\n${"  ".repeat(Math.min(depth, 20))}`;
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+|[[{]\s*[\]}]|[[\]{},:]/g, (token) => {
    if (token === "," || token === ":") return token === "," ? `,${line()}` : ": ";
    if (token === "{" || token === "[") {
      depth++;
      return token + line();
    }
    if (token === "}" || token === "]") {
      depth--;
      return line() + token;
    }
    return token[0] === '"' ? token : token.replace(/\s/g, "");
  });
}

/**
 * Reads a JSON in which a `value` that is a number stays a text, with all its digits.
 *
 * @param {string} json
 */
export function parseExact(json) {
  /** @type {(key: string, value: unknown, context?: { source?: string }) => unknown} */
  const revive = (key, value, context) =>
    key === "value" && typeof value === "number" ? (context?.source ?? String(value)) : value;
  return JSON.parse(json, revive);
}

/**
 * The JSON texts that a value which somebody has typed may mean: itself, and a number or `true`.
 *
 * @param {string} value
 */
export function meanings(value) {
  const isOther = NUMBER.test(value) || /^(?:true|false|null)$/.test(value);
  return isOther ? [JSON.stringify(value), value] : [JSON.stringify(value)];
}

/**
 * Bytes as text; `undefined` if they are none.
 *
 * @param {Uint8Array} bytes
 * @param {string | undefined} charset What they are said to be in. Without one they are UTF-8, or no text.
 * @param {boolean} isWhole Whether no further bytes follow.
 * @returns {string | undefined}
 */
export function textOf(bytes, charset, isWhole) {
  try {
    const decoder = new TextDecoder(charset || "utf-8", { fatal: !charset });
    const text = decoder.decode(bytes, { stream: !isWhole });
    const isBinary = bytes.some((byte) => byte < 8 || (byte > 13 && byte < 27));
    return charset || !isBinary ? text : undefined;
  } catch {
    return charset ? textOf(bytes, undefined, isWhole) : undefined;
  }
}
