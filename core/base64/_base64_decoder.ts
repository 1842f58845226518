import { LineBreaks } from "./_line_breaks.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** In the table below from here on: no digit. */
const NO_DIGIT = 64;
const TABLE = new Uint8Array(256).fill(NO_DIGIT);
for (let digit = 0; digit < DIGITS.length; digit++) TABLE[DIGITS.charCodeAt(digit)] = digit;

/** So many line breaks are fine in any text; with more, a text is no base64 if up to one of them most were line breaks. */
const FEW_LINE_BREAKS = 65_536;

const encoder = new TextEncoder();

/**
 * Decodes base64 (RFC 4648, section 4) as it comes, in pieces cut anywhere: the standard alphabet, padded, with no bits left
 * over, so that the bytes encoded again are the same text. Only line breaks are skipped, wherever they are, as the engine does.
 */
export class Base64Decoder {
  readonly #maxText: number;
  readonly #lineBreaks = new LineBreaks();
  #lineBreakCount = 0;
  /** Whether at some place more line breaks than digits had come, and many. */
  #isMostlyBreaks = false;
  /** Groups of four digits that were read. */
  #groups = 0;
  /** The digits of the group after them, six bits each, how many they are, and how many paddings follow. */
  #bits = 0;
  #digits = 0;
  #paddings = 0;
  /** Whether the last group was padded. */
  #isPadded = false;
  /** What was written and not read, because it begins with what is wrong. */
  #rest: string | undefined;
  /** Memory for a piece's characters. */
  #ascii = new Uint8Array(0);

  /** @param maxText Up to this length {@linkcode restore} gives the text back. */
  constructor(maxText: number) {
    this.#maxText = maxText;
  }

  /** Whether what was written can be base64. Once it cannot, nothing more may be written. */
  get ok(): boolean {
    return this.#rest === undefined;
  }

  /** Whether what was written can end here. */
  get isWhole(): boolean {
    return this.ok && this.#digits === 0;
  }

  /**
   * Reads on.
   *
   * @param piece The next characters.
   * @returns The bytes that are whole now, in memory of their own.
   */
  write(piece: string): Uint8Array {
    if (this.#ascii.length < piece.length) this.#ascii = new Uint8Array(piece.length);
    const ascii = this.#ascii;
    // Up to the first character that is not ASCII, which may not fit, the bytes are the characters.
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
   * The whole text that was written, if it is not longer than was asked for.
   *
   * @param encoded All bytes that came of it, encoded again.
   */
  restore(encoded: string): string {
    return this.#lineBreaks.insertInto(encoded + this.#pending()) + (this.#rest ?? "");
  }

  get #position(): number {
    return 4 * this.#groups + this.#digits + this.#paddings;
  }

  #pending(): string {
    let text = "=".repeat(this.#paddings);
    for (let i = 0; i < this.#digits; i++)
      text = DIGITS.charAt((this.#bits >> (6 * i)) & 63) + text;
    return text;
  }

  /** Takes one character; false if it is wrong here. */
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

  /** Adds the line breaks among the first characters of a piece, before which there were others. */
  #addBreaks(ascii: Uint8Array, end: number, start: number): void {
    let position = start;
    for (let i = 0; i < end; i++) {
      const code = ascii[i] ?? 0;
      if (!isBreak(code)) {
        position++;
        continue;
      }
      this.#lineBreakCount++;
      // Asked at each of them, since how the text is cut must not matter.
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

/** Where the character stands before which there are `count` that are no line breaks. */
function endOf(ascii: Uint8Array, count: number): number {
  let i = 0;
  for (let left = count; left > 0 || isBreak(ascii[i] ?? 0); i++) {
    if (!isBreak(ascii[i] ?? 0)) left--;
  }
  return i;
}

/** Decodes groups of four digits as long as there are any. Returns how many. */
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

/** Whether a padding may come next: after two digits or three, if the bits that are left over are zero. */
function mayBePadded(digits: number, paddings: number, bits: number): boolean {
  if (digits < 2) return false;
  return paddings > 0 || (bits & (digits === 2 ? 15 : 3)) === 0;
}
