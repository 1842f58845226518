import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { ValueInfo } from "../../storage/storage.ts";
import { fileContentType } from "../../variables/values/file_content_type.ts";

/** How a browser is to show a File. */
export interface ShownFile {
  /** Its `Content-Type`. */
  readonly contentType: string;
  /** Its `Content-Security-Policy`. */
  readonly policy: string;
}

const TEXT = "text/plain";

/** The name of a charset (RFC 2978 has at most 40 characters), if it needs no quotes. */
const CHARSET = /^[\w.+-]{1,40}$/;

/** The file loads nothing and runs nothing; inline styles are those by which the browser lays it out. */
const NOTHING = "default-src 'none'; style-src 'unsafe-inline'";
/** Picture and text have an origin of their own. */
const SANDBOX = `${NOTHING}; sandbox`;
/** A player, or a viewer of PDF, loads the file again, which it could not from another origin. */
const PLAYER = `${NOTHING}; media-src 'self'; object-src 'self'`;

/**
 * The types that no browser executes, and their policies. Each is listed: in any type that ends in `+xml`, as SVG does, a browser runs
 * scripts, and what it does not know it saves anyway.
 */
export const SHOWN_TYPES: ReadonlyMap<string, string> = new Map([
  [TEXT, SANDBOX],
  ...entries(
    "image",
    SANDBOX,
    "png apng jpeg jpg gif webp avif bmp tiff x-icon vnd.microsoft.icon",
  ),
  ["application/pdf", PLAYER],
  ...entries(
    "audio",
    PLAYER,
    "mpeg mp3 mp4 x-m4a aac ogg opus webm flac x-flac wav wave x-wav vnd.wave",
  ),
  ...entries("video", PLAYER, "mp4 x-m4v webm ogg quicktime mpeg x-matroska 3gpp"),
]);

/**
 * Tells how to show a File. Whoever stored it chose its media type, so it is shown only if this is one of a list of types that no
 * browser executes. Only type, subtype and charset are sent, so that a browser which reads parameters otherwise (some look for a
 * second type behind a comma) finds none.
 *
 * @param info The File's value info.
 * @returns `undefined` if the File has to be saved.
 */
export function shownFile({ mimeType, encoding }: ValueInfo): ShownFile | undefined {
  const mediaType = parseMediaType(fileContentType({ mimeType }));
  if (mediaType === undefined) return undefined;
  const { type, parameters } = mediaType;
  const policy = SHOWN_TYPES.get(type);
  if (policy === undefined) return undefined;
  if (type !== TEXT) return { contentType: type, policy };
  const charset = parameters.get("charset") ?? encoding ?? "";
  const contentType = CHARSET.test(charset) ? `${TEXT}; charset=${charset}` : TEXT;
  return { contentType, policy };
}

function entries(type: string, policy: string, subtypes: string): [string, string][] {
  return subtypes.split(" ").map((subtype) => [`${type}/${subtype}`, policy]);
}
