/**
 * The states of the decoder, named by what it reads next. It begins in `BODY`, as if a part ended at the start of the form, and
 * goes on to `PREAMBLE` if the form does not begin with a delimiter.
 * @module
 */

export const BODY = 0;
export const AFTER_DELIMITER = 1;
export const AFTER_DASH = 2;
export const PADDING = 3;
export const AFTER_CR = 4;
export const HEAD = 5;
export const EPILOGUE = 6;
export const PREAMBLE = 7;
