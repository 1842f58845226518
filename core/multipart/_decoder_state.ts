/** Where the decoder stands. `BODY` is the beginning of the form too, up to where it turns out to be no delimiter. */
export const BODY = 0;
export const AFTER_DELIMITER = 1;
export const AFTER_DASH = 2;
export const PADDING = 3;
export const AFTER_CR = 4;
export const HEAD = 5;
export const EPILOGUE = 6;
export const PREAMBLE = 7;
