/** What is wrong at a place in the header lines of a part. */
export class HeadFault extends SyntaxError {
  /** The place in the text that was read, in UTF-16 units. */
  readonly at: number;
  /** What to do. */
  readonly hint: string;

  constructor(message: string, at: number, hint = "") {
    super(message);
    this.at = at;
    this.hint = hint;
  }

  /** The same fault for who knows what stands before the text. */
  behind(length: number): HeadFault {
    return new HeadFault(this.message, length + this.at, this.hint);
  }
}
