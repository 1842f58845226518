/** So far a loop is faster than a call of `indexOf`. */
export const NEAR = 24;
/** In content of up to so many bytes, a table of pairs does not pay for itself. */
export const SHORT = 2048;
/** After so many hops it is seen how far they went, */
export const HOPS = 16;
/** since one takes about as long as so many samples. */
export const SAMPLES_PER_HOP = 25;
/** For so many bytes (4 MiB) samples are taken before hops are tried again. */
export const AGAIN = 4_194_304;
/** A skip of so many bytes is worth a look at a sample. */
export const FAR = 8;
