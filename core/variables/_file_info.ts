import type { ValueInfo } from "../storage/storage.ts";
import { refusal } from "./_refusals.ts";

/** What is known of a File before it is checked. */
export interface FileInfo {
  readonly filename: string | undefined;
  readonly mimeType: string | undefined;
  readonly encoding: string | undefined;
}

/**
 * The value info of a File.
 *
 * @param info What is known.
 * @param hint What the sender may have meant, to follow the message that the file name is missing.
 * @throws {InvalidVariableError} If there is no file name, or it holds U+0000.
 */
export function fileValueInfo({ filename, mimeType, encoding }: FileInfo, hint = ""): ValueInfo {
  if (filename === undefined || filename === "") {
    throw refusal(
      `Cannot create file without filename! Please set a name into ValueInfo with key filename${hint}`,
    );
  }
  if (filename.includes("\0")) {
    throw refusal("Cannot create file: its filename contains U+0000");
  }
  return {
    filename,
    ...(mimeType !== undefined && { mimeType }),
    ...(encoding !== undefined && { encoding }),
  };
}
