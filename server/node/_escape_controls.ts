/**
 * Characters that end a line, control a terminal, or turn the direction of writing, so that words are seen in places where they do not
 * stand. Lines may hold them, since they quote what clients sent.
 */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Escapes control characters as in JSON, so that nothing in a line can begin a further one. It leaves JSON as it is meant. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escapeControl);
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
