/** Comes behind every instance id and every name: one character more than they have, and the last one of all. */
export const BEHIND_ALL: string = "\u{10ffff}".repeat(256);
