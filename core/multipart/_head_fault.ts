/** An error at a known place in the header lines of a part. */
export class HeadFault extends SyntaxError {
  /** Index of the place in the text, in UTF-16 code units. */
  readonly at: number;
  /** Advice for the message, with the characters that join it; empty for no advice. */
  readonly hint: string;

  constructor(message: string, at: number, hint = "") {
    super(message);
    this.at = at;
    this.hint = hint;
  }

  /** Makes the same error for a longer text, which has `length` more code units before this one. */
  shiftedBy(length: number): HeadFault {
    return new HeadFault(this.message, length + this.at, this.hint);
  }
}
