/** Contents up to this many bytes are in the log; larger ones have a file of their own. */
export const MAX_BODY_BYTES = 65_536;
