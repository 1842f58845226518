import { BASE64_DIGITS } from "./_digits.ts";

const PADDING = 0x3d;
/** A multiple of three, so that no block but the last is padded. */
const BLOCK_BYTES = 49_152;

const decoder = new TextDecoder();

/**
 * Two digits for each value of twelve bits, the first digit in the low byte. This needs half as many look-ups as one digit for
 * each six bits. It is made when first needed, since making it takes 1 ms, and importing the core must not take that long.
 */
let pairs: Uint16Array | undefined;

/** Encodes bytes in base64 (RFC 4648, section 4), padded, without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  if (bytes.length <= BLOCK_BYTES) return encodeBlock(bytes);
  const blocks: string[] = [];
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    blocks.push(encodeBlock(bytes.subarray(start, start + BLOCK_BYTES)));
  }
  return blocks.join("");
}

function encodeBlock(bytes: Uint8Array): string {
  pairs ??= digitPairs();
  const digits = pairs;
  const whole = bytes.length - (bytes.length % 3);
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3));
  let to = 0;
  for (let from = 0; from < bytes.length; from += 3) {
    // Bytes beyond the end count as zero.
    const second = bytes[from + 1] ?? 0;
    const high = digits[((bytes[from] ?? 0) << 4) | (second >> 4)] ?? 0;
    const low = digits[((second & 15) << 8) | (bytes[from + 2] ?? 0)] ?? 0;
    text[to] = high;
    text[to + 1] = high >> 8;
    text[to + 2] = low;
    text[to + 3] = low >> 8;
    to += 4;
  }
  if (whole < bytes.length) text.fill(PADDING, text.length - 3 + bytes.length - whole);
  return decoder.decode(text);
}

function digitPairs(): Uint16Array {
  const digits = new Uint16Array(4_096);
  for (let bits = 0; bits < digits.length; bits++) {
    digits[bits] = BASE64_DIGITS.charCodeAt(bits >> 6) | (BASE64_DIGITS.charCodeAt(bits & 63) << 8);
  }
  return digits;
}
