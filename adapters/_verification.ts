/** Damage that a verification has found. */
export interface FoundDamage {
  /** Where it is: a file and its bytes, or a table and its row. */
  readonly place: string;
  /** What is wrong there, and what it means. */
  readonly problem: string;
  /** The variable whose value is lost or doubtful; `undefined` if it is not known, or if there is none. */
  readonly variable?: { readonly instanceId: string; readonly name: string } | undefined;
}

/** Who is told what a verification finds. */
export interface VerificationWatch {
  /** Called for each damage. */
  readonly onDamage: (damage: FoundDamage) => void;
  /** Called often: so many variables, and so many bytes of values, were read since the last call. */
  readonly onProgress: (variables: number, bytes: number) => void;
  /** Ends the verification. */
  readonly signal: AbortSignal;
}
