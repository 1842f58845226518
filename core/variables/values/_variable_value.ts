import type { ValueInfo } from "../../storage/storage.ts";
import type { Content } from "./_content.ts";

/** A value with its type, as it is to be stored. */
export interface VariableValue {
  readonly type: string;
  readonly valueInfo: ValueInfo;
  /** `null` is the typed null. */
  readonly content: Content | null;
}

/** Format of an Object that is a Java serialization stream. */
export const JAVA_FORMAT = "application/x-java-serialized-object";
/** Format of an Object that is JSON, and the media type that `data` must have to become one. */
export const JSON_FORMAT = "application/json";
/** Format of an Object that is XML. */
export const XML_FORMAT = "application/xml";
