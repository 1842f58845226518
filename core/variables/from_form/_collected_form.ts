import type { MediaType } from "../../multipart/parse_media_type.ts";
import type { Content } from "../values/_content.ts";

/** Names of the parts that say what `data` is. */
export type TextPartName = "type" | "variableType" | "valueType";

/** A text part, collected. */
export interface TextPart {
  /** Its `Content-Type`, whole; `undefined` also if it is empty. */
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** The part `data`, collected. */
export interface DataPart {
  readonly filename: string | undefined;
  /** Its `Content-Type`, whole; `undefined` also if it is empty. */
  readonly contentType: string | undefined;
  /** The same, taken apart; `undefined` also if it is no media type. */
  readonly mediaType: MediaType | undefined;
  readonly content: Content;
}

/** All of a form that counts. Of several parts of one name it is the last. */
export interface CollectedForm {
  readonly data: DataPart | undefined;
  readonly texts: ReadonlyMap<TextPartName, TextPart>;
  /** Names of the parts that were read past. */
  readonly unknown: readonly string[];
}
