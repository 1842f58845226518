import { StorageError } from "../../../core/storage/storage_error.ts";
import type { VerificationWatch } from "../../_verification.ts";
import { ContentReader } from "../contents/_content_reader.ts";
import type { StoreLayout } from "../disk/_store_layout.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import { isUnreadable } from "./_is_unreadable.ts";
import type { CheckedContent } from "./_segment_check.ts";

/**
 * Reads the files of large contents to which variables refer, and checks all their blocks.
 *
 * @param contents What the log knows of the files.
 */
export async function checkContents(
  layout: StoreLayout,
  keys: KeyDirectory,
  contents: ReadonlyMap<number, CheckedContent>,
  { onDamage, onProgress, signal }: VerificationWatch,
): Promise<void> {
  for (const file of keys.files()) {
    const content = contents.get(file);
    // Its record is damaged, which is reported already.
    if (content === undefined) continue;
    const { instanceId, name, size, sum } = content;
    const path = layout.content(file);
    try {
      const reader = await ContentReader.open(path, size, sum);
      try {
        for await (const bytes of reader.read(0, size)) {
          signal.throwIfAborted();
          onProgress(0, bytes.length);
        }
      } finally {
        await reader.close(ENDED);
      }
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      onDamage({ place: path, problem, variable: { instanceId, name } });
    }
  }
}

const ENDED = new StorageError("closed", "Cannot read the content: its check has ended");

function problemOf(error: unknown): string | undefined {
  if (systemCode(error) === "ENOENT") return "the file of the value is missing";
  if (isUnreadable(error)) return "the disk cannot read the file of the value";
  return error instanceof StorageError && error.code === "corrupt" ? error.message : undefined;
}
