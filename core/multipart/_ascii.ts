/**
 * The bytes that structure a form.
 *
 * Exported constants are written out where the bundle uses them; a module's own become variables, which cost the decoder 5 %
 * on a small form.
 * @module
 */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const BLANK = 32;
export const DASH = 45;
