import { BASE64_DIGITS } from "./_digits.ts";
import { RemovedLineBreaks } from "./_removed_line_breaks.ts";

/** The value in `TABLE` of characters that are not digits. */
const NO_DIGIT = 64;
/** The value of each digit, by its character code. */
const TABLE = new Uint8Array(256).fill(NO_DIGIT);
for (let digit = 0; digit < BASE64_DIGITS.length; digit++) {
  TABLE[BASE64_DIGITS.charCodeAt(digit)] = digit;
}

/**
 * Any text may have this many line breaks. A text with more is not base64 if at one of them it has had more line breaks than
 * digits.
 */
const FEW_LINE_BREAKS = 65_536;

const encoder = new TextEncoder();

/**
 * Decodes base64 (RFC 4648, section 4) piece by piece; the text may be cut anywhere. It accepts only the standard alphabet, with
 * padding and without bits left over, so that encoding the bytes again gives the same text. It skips line breaks, wherever they
 * are, and nothing else, as the engine does.
 */
export class Base64Decoder {
  readonly #maxText: number;
  readonly #lineBreaks = new RemovedLineBreaks();
  #lineBreakCount = 0;
  /** Whether the text has too many line breaks: more than `FEW_LINE_BREAKS`, and at some place more than digits. */
  #isMostlyBreaks = false;
  /** Number of complete groups of four digits. */
  #groups = 0;
  /** The digits of the incomplete group behind them, six bits each. */
  #bits = 0;
  /** Number of digits in the incomplete group. */
  #digits = 0;
  /** Number of padding characters in the incomplete group. */
  #paddings = 0;
  /** Whether the last complete group was padded. */
  #isPadded = false;
  /** The rest of the text from its first wrong character on; `undefined` while the text can be base64. */
  #rest: string | undefined;
  /** Memory for the characters of one piece, used again for the next. */
  #ascii = new Uint8Array(0);

  /** @param maxText Length in characters up to which {@linkcode restore} can give the text back. */
  constructor(maxText: number) {
    this.#maxText = maxText;
  }

  /** Whether the text so far can be the beginning of base64. Once this is false, do not write more. */
  get ok(): boolean {
    return this.#rest === undefined;
  }

  /** Whether the text so far is complete base64. */
  get isWhole(): boolean {
    return this.ok && this.#digits === 0;
  }

  /**
   * Decodes the next piece.
   *
   * @param piece The next characters.
   * @returns The bytes that this piece completes, in memory of their own.
   */
  write(piece: string): Uint8Array {
    if (this.#ascii.length < piece.length) this.#ascii = new Uint8Array(piece.length);
    const ascii = this.#ascii;
    // Up to the first character beyond ASCII (it may not fit into the memory), each byte is one character.
    const { written } = encoder.encodeInto(piece, ascii);
    const hasBreaks = piece.includes("\n") || piece.includes("\r");
    const digits = hasBreaks ? withoutBreaks(ascii, written) : ascii.subarray(0, written);
    const bytes = new Uint8Array(3 * Math.ceil((digits.length + 3) / 4));
    const start = this.#position;
    let size = 0;
    let i = 0;
    while (i < digits.length) {
      if (this.#digits === 0 && !this.#isPadded) {
        const groups = decodeGroups(digits, i, bytes, size);
        this.#groups += groups;
        size += 3 * groups;
        i += 4 * groups;
        if (i === digits.length) break;
      }
      if (!this.#take(digits[i] ?? 0)) break;
      i++;
      if (this.#digits + this.#paddings === 4) size += this.#endGroup(bytes, size);
    }
    const read = hasBreaks && i < digits.length ? endOf(ascii, i) : i + written - digits.length;
    if (hasBreaks) this.#addBreaks(ascii, read, start);
    if (read < piece.length || this.#isMostlyBreaks) this.#rest = piece.slice(read);
    return bytes.subarray(0, size);
  }

  /**
   * Restores the whole text that was written. Call it only for texts of at most `maxText` characters.
   *
   * @param encoded All decoded bytes, encoded again.
   */
  restore(encoded: string): string {
    return this.#lineBreaks.insertInto(encoded + this.#pending()) + (this.#rest ?? "");
  }

  get #position(): number {
    return 4 * this.#groups + this.#digits + this.#paddings;
  }

  #pending(): string {
    let text = "=".repeat(this.#paddings);
    for (let i = 0; i < this.#digits; i++) {
      text = BASE64_DIGITS.charAt((this.#bits >> (6 * i)) & 63) + text;
    }
    return text;
  }

  /** Takes one character. Returns false if it is not allowed here. */
  #take(code: number): boolean {
    if (this.#isPadded) return false;
    if (code === 0x3d) {
      if (!mayBePadded(this.#digits, this.#paddings, this.#bits)) return false;
      this.#paddings++;
      return true;
    }
    const digit = TABLE[code] ?? NO_DIGIT;
    if (digit === NO_DIGIT || this.#paddings > 0) return false;
    this.#bits = (this.#bits << 6) | digit;
    this.#digits++;
    return true;
  }

  /** Records the line breaks among the first `end` characters of a piece; `start` other characters came before it. */
  #addBreaks(ascii: Uint8Array, end: number, start: number): void {
    let position = start;
    for (let i = 0; i < end; i++) {
      const code = ascii[i] ?? 0;
      if (!isBreak(code)) {
        position++;
        continue;
      }
      this.#lineBreakCount++;
      // Checked at each line break, since the result must not depend on how the text was cut.
      if (this.#lineBreakCount > Math.max(FEW_LINE_BREAKS, position)) this.#isMostlyBreaks = true;
      if (position + this.#lineBreakCount > this.#maxText) continue;
      this.#lineBreaks.add(position, code === 0x0d);
    }
  }

  #endGroup(bytes: Uint8Array, at: number): number {
    const size = 3 - this.#paddings;
    const bits = this.#bits << (6 * this.#paddings);
    bytes[at] = bits >> 16;
    if (size > 1) bytes[at + 1] = bits >> 8;
    if (size > 2) bytes[at + 2] = bits;
    this.#isPadded = size < 3;
    this.#bits = 0;
    this.#digits = 0;
    this.#paddings = 0;
    this.#groups++;
    return size;
  }
}

function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function withoutBreaks(ascii: Uint8Array, end: number): Uint8Array {
  const digits = new Uint8Array(end);
  let size = 0;
  for (let i = 0; i < end; i++) {
    const code = ascii[i] ?? 0;
    if (!isBreak(code)) digits[size++] = code;
  }
  return digits.subarray(0, size);
}

/** Returns the index of the character that `count` others come before, not counting line breaks. */
function endOf(ascii: Uint8Array, count: number): number {
  let i = 0;
  for (let left = count; left > 0 || isBreak(ascii[i] ?? 0); i++) {
    if (!isBreak(ascii[i] ?? 0)) left--;
  }
  return i;
}

/** Decodes groups of four digits up to the first incomplete or wrong one. Returns the number of groups. */
function decodeGroups(ascii: Uint8Array, start: number, bytes: Uint8Array, at: number): number {
  let size = at;
  let i = start;
  for (; i + 4 <= ascii.length; i += 4) {
    const a = TABLE[ascii[i] ?? 0] ?? NO_DIGIT;
    const b = TABLE[ascii[i + 1] ?? 0] ?? NO_DIGIT;
    const c = TABLE[ascii[i + 2] ?? 0] ?? NO_DIGIT;
    const d = TABLE[ascii[i + 3] ?? 0] ?? NO_DIGIT;
    if ((a | b | c | d) >= NO_DIGIT) break;
    bytes[size] = (a << 2) | (b >> 4);
    bytes[size + 1] = (b << 4) | (c >> 2);
    bytes[size + 2] = (c << 6) | d;
    size += 3;
  }
  return (i - start) / 4;
}

/** Whether a padding character may come next: after two or three digits, if the bits left over are zero. */
function mayBePadded(digits: number, paddings: number, bits: number): boolean {
  if (digits < 2) return false;
  return paddings > 0 || (bits & (digits === 2 ? 15 : 3)) === 0;
}
