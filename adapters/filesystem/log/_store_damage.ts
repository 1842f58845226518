/** Damage that was found while a store was opened. */
export interface StoreDamage {
  /** Path of the file. */
  readonly file: string;
  /** The first damaged byte. */
  readonly start: number;
  /** The byte behind the last damaged one. */
  readonly end: number;
  /** The variable whose value cannot be read; `undefined` if it is not known whose records these bytes were. */
  readonly variable: { readonly instanceId: string; readonly name: string } | undefined;
}
