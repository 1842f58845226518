/** Never drops a byte order mark by itself: at the start of a block, U+FEFF is a character like any other. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a block of UTF-8 holds: text, then possibly what is no UTF-8, or bytes of a character that goes on in the next. */
export interface Utf8Block {
  readonly text: string;
  /** How many bytes `text` takes. */
  readonly byteLength: number;
  /** Whether the bytes after `text` are no UTF-8, whatever follows. */
  readonly illFormed: boolean;
}

/** Decodes as much of a block as is whole characters. */
export function decodeUtf8(bytes: Uint8Array): Utf8Block {
  const byteLength = bytes.length - partialLength(bytes, bytes.length);
  try {
    return { text: decoder.decode(bytes.subarray(0, byteLength)), byteLength, illFormed: false };
  } catch {
    const wellFormed = wellFormedLength(bytes, byteLength);
    const text = decoder.decode(bytes.subarray(0, wellFormed));
    return { text, byteLength: wellFormed, illFormed: true };
  }
}

/** How many of the last bytes before `end` begin a character without ending it: 0 to 3. */
function partialLength(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** Where the first ill-formed sequence of the first `end` bytes begins. A prefix that holds one never heals, so halving finds it. */
function wellFormedLength(bytes: Uint8Array, end: number): number {
  let good = 0;
  let bad = end;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isWellFormed(bytes, middle - partialLength(bytes, middle))) good = middle;
    else bad = middle;
  }
  return good - partialLength(bytes, good);
}

function isWellFormed(bytes: Uint8Array, end: number): boolean {
  try {
    decoder.decode(bytes.subarray(0, end));
    return true;
  } catch {
    return false;
  }
}

/** How many bytes of UTF-8 the code units from `start` to `end` take. No surrogate pair may be cut. */
export function utf8Length(text: string, start: number, end: number): number {
  let length = end - start;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each half of a pair stands for two of its four bytes.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
