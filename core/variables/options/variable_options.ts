import type { ByteSource } from "../../bytes/byte_source.ts";
import type { Precondition, ValueInfo, VariableRecord } from "../../storage/storage.ts";
import type { VariableValue } from "../values/variable_value.ts";

/** A form as it came over the wire. */
export interface VariableForm {
  /** The form's whole `Content-Type`, with the boundary. */
  readonly contentType: string | null | undefined;
  /** The form's bytes. A chunk is not touched any more once the next one is asked for. */
  readonly body: ByteSource;
}

/** What is known of a value besides its type. Each type has its own members: a File the first three, an Object the next two. */
export interface VariableInfo extends ValueInfo {
  /** Whether the value is checked only, and not stored. Default false. */
  readonly transient?: boolean | undefined;
}

/** A value that a program has. It has a `value` or a `content`. */
export interface VariableInput {
  /**
   * REST name of the value type: Boolean, Short, Integer, Long, Double, Date, String, Json, Xml, Object, Bytes, File or Null.
   *
   * Default: what the value says. A string is a String, a boolean a Boolean, a Date a Date, a bigint a Long; a number is an Integer, a
   * Long if it is a larger whole one up to 2^53 - 1, else a Double; a Uint8Array and any `content` are Bytes; `null` is Null.
   */
  readonly type?: string | undefined;
  /**
   * The value. A scalar may also be the text of one, as in `"42"`. The text of a Json, Xml or Object is a string; the JSON of a Json is
   * checked. `null` is the typed null of any type but File.
   */
  readonly value?: VariableValue | undefined;
  /**
   * The value as bytes, as many as `maxValueBytes`: memory does not depend on their size. For a type other than Bytes and File they are
   * its text in UTF-8, at most `maxJsonBytes`; for an Object of format `application/x-java-serialized-object` its stream, from which the
   * class is read.
   */
  readonly content?: Exclude<ByteSource, null> | undefined;
  /** What else is known of it. A File needs a `filename`, an Object `objectTypeName` and `serializationDataFormat`. */
  readonly valueInfo?: VariableInfo | undefined;
}

/** How to change one variable. */
export interface ChangeOptions {
  /**
   * What must hold of the version that is there, or nothing is changed. It is checked twice: before the body is asked for, and
   * again in the step that makes the change.
   */
  readonly condition?: Precondition | undefined;
}

/** What ends the reading of a body. */
export interface BodyOptions {
  /**
   * Once it is aborted, no more of the body is read: a read that waits is given up, the body is ended (`return`), nothing is stored, and
   * the promise rejects with the signal's reason. A change that the storage has begun to commit takes place all the same. Default:
   * the body is read to its end.
   */
  readonly signal?: AbortSignal | undefined;
}

/** How to set one variable. */
export interface SetOptions extends ChangeOptions, BodyOptions {}

/** How to read JSON. */
export interface JsonOptions extends BodyOptions {
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

/** A variable with its value. */
export interface Variable {
  /** The version that was read: type, value info, and what else the storage knows of it. */
  readonly record: VariableRecord;
  /** Its value, as a program has it. */
  readonly value: VariableValue;
}

/** A variable of one of several instances. */
export interface VariableInstance {
  /** Id of the process instance. */
  readonly instanceId: string;
  /** The present version. */
  readonly record: VariableRecord;
}

/** A variable in JSON. */
export interface VariableJson {
  /** The version that was printed. */
  readonly record: VariableRecord;
  /**
   * An object with `type`, `value` and `valueInfo`. The value is null for a File, and for what is too large; then `valueInfo`
   * has its `size` in bytes.
   */
  readonly json: string;
}

/** A variable that is printed while its value is read. Whoever opens closes. */
export interface OpenVariableJson {
  /** The version that is printed. */
  readonly record: VariableRecord;
  /** What would be {@linkcode VariableJson.json}, in pieces. */
  pieces(): AsyncIterable<string>;
  /** Lets the version go. No error if called twice. */
  close(): Promise<void>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
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

/** Which variables of which instances are wanted. */
export interface VariableInstanceQuery extends PageQuery {
  /** Only those of these. Default all instances. */
  readonly processInstanceIds?: readonly string[] | undefined;
  /** Only those of this name. */
  readonly variableName?: string | undefined;
}

/** Which variables of which instances are wanted in JSON, and how to print them. */
export interface VariableInstanceJsonQuery extends VariableInstanceQuery, ListJsonOptions {}
