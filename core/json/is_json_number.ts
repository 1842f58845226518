/** The engine's own JSON reader accepts as many characters. A longer number would cost more time than its digits are worth. */
export const MAX_NUMBER_LENGTH = 1_000;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Whether a text is a number of JSON (RFC 8259, section 6), of at most 1,000 characters. */
export function isJsonNumber(text: string): boolean {
  return isShortInteger(text) || isAnyNumber(text);
}

/** Whether a text is an integer from 1 with at most 10 digits. Most numbers are, and a loop is faster than a regular expression. */
function isShortInteger(text: string): boolean {
  const { length } = text;
  const first = text.charCodeAt(0);
  if (length > 10 || first < 0x31 || first > 0x39) return false;
  for (let i = 1; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return length > 0;
}

function isAnyNumber(text: string): boolean {
  return text.length <= MAX_NUMBER_LENGTH && NUMBER.test(text);
}
