import { HEAD_BYTES, MAGIC, OPERATIONS } from "../../../adapters/filesystem/log/_record.ts";
import type { SystemCall } from "./strace_log.ts";

const OPERATION_AT = 16;
const ESCAPES: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * Whether a call writes the mark that says in the filesystem storage's log what was synced. The mark itself is not synced: it tells
 * damage from what a crash has torn, and no value depends on it.
 */
export function isSyncedMark(call: SystemCall): boolean {
  const [, text, length] = /, "((?:[^"\\]|\\.)*)", (\d+)/.exec(call.arguments) ?? [];
  if (text === undefined || Number(length) !== HEAD_BYTES) return false;
  const bytes = unescapeBytes(text);
  return bytes.indexOf(MAGIC) === 0 && bytes[OPERATION_AT] === OPERATIONS.synced;
}

/** Reads bytes as strace writes them: as in C, with octal numbers. */
function unescapeBytes(text: string): Buffer {
  const bytes = Array.from(
    text.matchAll(/\\([0-7]{1,3})|\\(.)|(.)/gs),
    ([, octal, escaped, plain]) => {
      if (octal !== undefined) return Number.parseInt(octal, 8);
      const character = escaped ?? plain ?? "";
      return (escaped === undefined ? undefined : ESCAPES[escaped]) ?? character.charCodeAt(0);
    },
  );
  return Buffer.from(bytes);
}
