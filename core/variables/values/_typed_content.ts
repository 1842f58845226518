import type { ValueInfo } from "../../storage/storage.ts";
import type { Content } from "./_content.ts";

/** A value with its type, ready to be stored. */
export interface TypedContent {
  /** Name of the value type in the REST API. */
  readonly type: string;
  readonly valueInfo: ValueInfo;
  /** The bytes; `null` for the typed null. */
  readonly content: Content | null;
}

/** Serialization format of an Object that is a Java serialization stream. */
export const JAVA_FORMAT = "application/x-java-serialized-object";
/** Serialization format of an Object that is JSON. The part `data` must have this media type to become such an Object. */
export const JSON_FORMAT = "application/json";
/** Serialization format of an Object that is XML. */
export const XML_FORMAT = "application/xml";
