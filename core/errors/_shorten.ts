const MAX_CHARACTERS = 100;

/** Cuts a text of a sender to at most 100 characters and an ellipsis, for a message. */
export function shorten(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const cut = text.slice(0, MAX_CHARACTERS);
  // A cut between two surrogates would leave half a character.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
