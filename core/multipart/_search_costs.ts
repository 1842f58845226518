/** Up to this many bytes, a loop is faster than a call of `indexOf`. */
export const NEAR = 24;
/** For content of up to this many bytes, making a table of pairs takes longer than it saves. */
export const SHORT = 2048;
/** After this many hops, their average distance decides how the search goes on. */
export const HOPS = 16;
/** One hop takes about as long as this many samples. */
export const SAMPLES_PER_HOP = 25;
/** After this many bytes (4 MiB) that were searched by samples, hops are tried again. */
export const AGAIN = 4_194_304;
/** A skip of at least this many bytes is worth looking at a sample. */
export const FAR = 8;
