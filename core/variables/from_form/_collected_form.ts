import type { MediaType } from "../../multipart/parse_media_type.ts";
import type { Content } from "../values/_content.ts";

/** Names of the parts that give the type of `data`. */
export type TextPartName = "type" | "variableType" | "valueType";

/** A text part that was read. */
export interface TextPart {
  /** The whole value of its `Content-Type`; `undefined` if it is missing or empty. */
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** The part `data` that was read. */
export interface DataPart {
  readonly filename: string | undefined;
  /** The whole value of its `Content-Type`; `undefined` if it is missing or empty. */
  readonly contentType: string | undefined;
  /** The parsed `Content-Type`; `undefined` if it is missing, empty or invalid. */
  readonly mediaType: MediaType | undefined;
  readonly content: Content;
}

/** The parts of a form that the rules use. If a part is repeated, the last one counts. */
export interface CollectedForm {
  readonly data: DataPart | undefined;
  readonly texts: ReadonlyMap<TextPartName, TextPart>;
  /** Names of the parts that were ignored. */
  readonly unknown: readonly string[];
}
