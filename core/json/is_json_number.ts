/** As many characters as the engine's own JSON reader takes: what is longer costs more to make a number of than it can mean. */
export const MAX_NUMBER_LENGTH = 1_000;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Whether a text is a number of JSON (RFC 8259, section 6), of at most 1,000 characters. */
export function isJsonNumber(text: string): boolean {
  return isShortInteger(text) || isAnyNumber(text);
}

/** Most numbers are, and a call of a regular expression costs more than so few characters. */
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
