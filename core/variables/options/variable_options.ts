import type { ByteSource } from "../../bytes/byte_source.ts";
import type { Precondition, VariableRecord } from "../../storage/storage.ts";

/** A form as it came over the wire. */
export interface VariableForm {
  /** The form's whole `Content-Type`, with the boundary. */
  readonly contentType: string | null | undefined;
  /** The form's bytes. A chunk is not touched any more once the next one is asked for. */
  readonly body: ByteSource;
}

/** How to change one variable. */
export interface ChangeOptions {
  /**
   * What must hold of the version that is there, or nothing is changed. It is checked twice: before the body is asked for, and
   * again in the step that makes the change.
   */
  readonly condition?: Precondition | undefined;
}

/** What is known of JSON beside its bytes. */
export interface JsonOptions {
  /**
   * Its length in bytes, a whole number, as a `Content-Length` says it, so that no more room is kept for it. Default as much as
   * may be.
   */
  readonly contentLength?: number | undefined;
}

/** What became of a variable that was sent. */
export interface SetResult {
  /** The variable as it is stored now; `undefined` if it was sent as transient, so that nothing was stored. */
  readonly record: VariableRecord | undefined;
  /** True if the form used the deprecated part `type`. */
  readonly deprecated: boolean;
  /** What the sender may have meant otherwise, for a log at debug level. */
  readonly hints: readonly string[];
}

/** What became of a request to change several variables. */
export interface ModifyResult {
  /** What the sender may have meant otherwise, for a log at debug level. */
  readonly hints: readonly string[];
}

/** A variable in JSON. */
export interface VariableJson {
  readonly record: VariableRecord;
  /**
   * An object with `type`, `value` and `valueInfo`. The value is null for a File, and for what is too large; then `valueInfo`
   * has its `size` in bytes.
   */
  readonly json: string;
}

/** A variable that is printed while its value is read. Whoever opens closes. */
export interface OpenVariableJson {
  readonly record: VariableRecord;
  /** What would be {@linkcode VariableJson.json}, in pieces. */
  pieces(): AsyncIterable<string>;
  /** Lets the version go. No error if called twice. */
  close(): Promise<void>;
}

/** How to print one variable. */
export interface GetJsonOptions {
  /** Whether the JSON of a Json or Object is to be part of the JSON; else it is a string. Default true. */
  readonly deserializeValue?: boolean | undefined;
}

/** What ends a search that may take long. */
export interface SearchOptions {
  /** Once it is aborted, the search throws its reason instead of going on. Everybody else has turns in between in any case. */
  readonly signal?: AbortSignal | undefined;
}

/** How to print several variables. */
export interface ListJsonOptions extends SearchOptions {
  /** Whether the JSON of a Json or Object is to be part of the JSON; else it is a string. Default true. */
  readonly deserializeValues?: boolean | undefined;
  /** Whether to leave out variables of type Bytes, which tell little in a list. Default false. */
  readonly omitBytes?: boolean | undefined;
}

/** Which part of a list is wanted. */
export interface PageQuery extends SearchOptions {
  /** How many come before it. Default 0. */
  readonly firstResult?: number | undefined;
  /** How many are wanted at most. Default all. */
  readonly maxResults?: number | undefined;
}

/** Which variables of which instances are wanted, and how. */
export interface VariableInstanceQuery extends PageQuery, ListJsonOptions {
  /** Only those of these. Default all instances. */
  readonly processInstanceIds?: readonly string[] | undefined;
  /** Only those of this name. */
  readonly variableName?: string | undefined;
}
