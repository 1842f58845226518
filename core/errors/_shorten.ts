const MAX_CHARACTERS = 100;

/** What a sender wrote, cut to a length fit for a message. */
export function shorten(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const cut = text.slice(0, MAX_CHARACTERS);
  // A cut between two surrogates would leave half a character.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
