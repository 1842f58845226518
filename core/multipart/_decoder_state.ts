/** Where the decoder stands. `BODY` is the preamble too, as a part that nobody gets. */
export const BODY = 0;
export const AFTER_DELIMITER = 1;
export const AFTER_DASH = 2;
export const PADDING = 3;
export const AFTER_CR = 4;
export const HEAD = 5;
export const EPILOGUE = 6;
