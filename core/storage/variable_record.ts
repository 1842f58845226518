/** Information about a value. Only these members are stored. */
export interface ValueInfo {
  /** File name of a File. */
  readonly filename?: string | undefined;
  /** Media type of a File, without parameters. */
  readonly mimeType?: string | undefined;
  /** Encoding of a File, from the content type parameter of that name. */
  readonly encoding?: string | undefined;
  /** Canonical Java type name of an Object. */
  readonly objectTypeName?: string | undefined;
  /** Format of an Object's serialized form, a media type. */
  readonly serializationDataFormat?: string | undefined;
}

/** One version of one variable, without its bytes unless they are few. Immutable. */
export interface VariableRecord {
  /** The variable's name. */
  readonly name: string;
  /** REST name of the value type: `Bytes`, `File`, `Long`, … Opaque to adapters. */
  readonly type: string;
  /** Information about the value besides its type. */
  readonly valueInfo: ValueInfo;
  /** Whether the value is the typed null, which differs from a content of 0 bytes. `size` is 0 for both. */
  readonly isNull: boolean;
  /** Content length in bytes. */
  readonly size: number;
  /** The version: opaque, new for each commit and never reused. 1 to 64 characters of `[A-Za-z0-9_-]`, so it can be an ETag. */
  readonly version: string;
  /** Time of the commit. It is only for people: do not order versions by it. */
  readonly updatedAt: Date;
  /** The whole content, if `size` is at most `INLINE_BYTES` and the value is not null; otherwise absent. Do not write into it. */
  readonly inline?: Uint8Array | undefined;
}
