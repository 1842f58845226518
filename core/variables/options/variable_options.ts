/// <reference lib="esnext.disposable" preserve="true" />

import type { ByteSource } from "../../bytes/byte_source.ts";
import type { Precondition, ValueInfo, VariableRecord } from "../../storage/storage.ts";
import type { VariableValue } from "../values/variable_value.ts";

/** A multipart form as it comes over the wire. */
export interface VariableForm {
  /** The form's whole `Content-Type`, with the boundary. */
  readonly contentType: string | null | undefined;
  /** The bytes of the form. A chunk is not used any more when the next one is requested. */
  readonly body: ByteSource;
}

/** Information about a value. A File has the first three members, an Object the next two; other types have none of the five. */
export interface VariableInfo extends ValueInfo {
  /** Whether the value is checked but not stored. Default false. */
  readonly transient?: boolean | undefined;
}

/** A value to set: either a `value` of JavaScript, or a `content` of bytes. */
export interface VariableInput {
  /**
   * REST name of the value type: Boolean, Short, Integer, Long, Double, Date, String, Json, Xml, Object, Bytes, File or Null.
   *
   * Default: the type follows from the value. A string becomes a String, a boolean a Boolean, a Date a Date, a bigint a Long; a
   * whole number becomes an Integer, a Long if it is too large for one, any other number a Double; a Uint8Array and a `content`
   * become Bytes; `null` becomes Null.
   */
  readonly type?: string | undefined;
  /**
   * The value, of the JavaScript type that {@linkcode VariableValue} names for the value type. A text such as `"42"` is
   * accepted for a scalar, too. `null` is the typed null; a File has no typed null. Bytes must not be changed before the call
   * has settled.
   */
  readonly value?: VariableValue | undefined;
  /**
   * The bytes of the value, at most `maxValueBytes`. They are streamed, so memory does not depend on their number. For a type
   * other than Bytes and File they are the text of the value in UTF-8, at most `maxJsonBytes`. For an Object of the format
   * `application/x-java-serialized-object` they are the Java stream; the name of the class is read from it.
   * They must not be changed before the call has settled.
   */
  readonly content?: Exclude<ByteSource, null> | undefined;
  /** Information about the value. A File needs a `filename`, an Object `objectTypeName` and `serializationDataFormat`. */
  readonly valueInfo?: VariableInfo | undefined;
}

/** Options of a change of one variable. */
export interface ChangeOptions {
  /**
   * Condition on the present version. If it does not hold, nothing is changed. It is checked before the body is read, and again
   * in the step that makes the change. Default: no condition.
   */
  readonly condition?: Precondition | undefined;
}

/** Options of every call that reads a body. */
export interface BodyOptions {
  /**
   * Ends the call when it is aborted: a pending read is given up, the body is ended (`return`), nothing is stored, and the
   * promise rejects with the signal's reason. A change that the storage has begun to commit is still made. Default: no signal.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Options of a call that sets one variable. */
export interface SetOptions extends ChangeOptions, BodyOptions {}

/** Options of a call that reads JSON. */
export interface JsonOptions extends BodyOptions {
  /**
   * Length of the JSON in bytes, a whole number, as in `Content-Length`. No more room than that is reserved. Default: the room for
   * `maxJsonBytes` is reserved.
   */
  readonly contentLength?: number | undefined;
}

/** The result of setting one variable. */
export interface SetResult {
  /** The new version; `undefined` if the value was transient, so nothing was stored. */
  readonly record: VariableRecord | undefined;
  /** Whether the form used the deprecated part `type`. */
  readonly deprecated: boolean;
  /** Possible mistakes of the sender that are no errors, for a log at debug level. */
  readonly hints: readonly string[];
}

/** The result of changing several variables. */
export interface ModifyResult {
  /** Possible mistakes of the sender that are no errors, for a log at debug level. */
  readonly hints: readonly string[];
}

/** A variable with its value. */
export interface Variable {
  /** The version that was read, with its type and value info. */
  readonly record: VariableRecord;
  /** Its value. */
  readonly value: VariableValue;
}

/** A variable and its instance. */
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
   * An object with `type`, `value` and `valueInfo`. The value of a File is null. A value that is too large is null, too; then
   * `valueInfo` has its `size` in bytes.
   */
  readonly json: string;
}

/** A variable that is printed while its value is read. The caller closes it. */
export interface OpenVariableJson {
  /** The version that is printed. */
  readonly record: VariableRecord;
  /** The pieces of the text that {@linkcode VariableJson.json} would be. */
  pieces(): AsyncIterable<string>;
  /** Releases the version. May be called twice. */
  close(): Promise<void>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Options of printing one variable. */
export interface GetJsonOptions {
  /** Whether the JSON of a Json or Object becomes part of the printed JSON, and not a string. Default true. */
  readonly deserializeValue?: boolean | undefined;
}

/** Options of a search, which may take long. */
export interface SearchOptions {
  /** Ends the search when it is aborted: the next step throws its reason. Default: no signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of printing several variables. */
export interface ListJsonOptions extends SearchOptions {
  /** Whether the JSON of a Json or Object becomes part of the printed JSON, and not a string. Default true. */
  readonly deserializeValues?: boolean | undefined;
  /** Whether variables of type Bytes are left out. Default false. */
  readonly omitBytes?: boolean | undefined;
}

/** Part of a list. */
export interface PageQuery extends SearchOptions {
  /** Number of entries before the part: a whole number from 0. Default 0. */
  readonly firstResult?: number | undefined;
  /** Largest number of entries of the part: a whole number from 0. Default: all entries. */
  readonly maxResults?: number | undefined;
}
