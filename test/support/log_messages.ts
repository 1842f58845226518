import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A call of a log, or of what writes a line of it: its level, if it is written there, and the message. */
const CALL =
  /\b(?:log|logLine)\(\s*(?:\w+,\s*)?(?:"(debug|info|warn|error)"|level|\w+ \? "\w+" : "\w+"),\s*("[^"]*"|`[^`]*`|\w+)/g;
/** What has a message of somebody else. */
const HANDED_ON = ["message", "hint"];

/** A message that the server logs. */
export interface LogMessage {
  /** Empty if it depends. */
  readonly level: string;
  /** Up to its first colon; what differs from line to line is `…`. */
  readonly text: string;
}

/**
 * Finds the messages that the code in some folders logs.
 *
 * @param folders The folders.
 * @param isPart Whether a file counts.
 * @throws {Error} If a message is neither written where it is logged nor a constant of the same file.
 */
export async function findLogMessages(
  folders: readonly string[],
  isPart: (path: string) => boolean,
): Promise<readonly LogMessage[]> {
  const messages: LogMessage[] = [];
  for (const folder of folders) {
    for (const name of await readdir(folder, { recursive: true })) {
      const path = join(folder, name);
      if (!path.endsWith(".ts") || !isPart(path)) continue;
      const source = withoutComments(await readFile(path, "utf8"));
      for (const [, level = "", message = ""] of source.matchAll(CALL)) {
        if (HANDED_ON.includes(message)) continue;
        const [text = ""] = literal(message, source, path).split(": ");
        messages.push({ level, text });
      }
    }
  }
  return messages;
}

function literal(expression: string, source: string, path: string): string {
  if (/^["`]/.test(expression)) {
    const text = expression.slice(1, -1);
    return text.replaceAll(/\$\{([^}]*)\}/g, (_, inner: string) => constant(inner, source) ?? "…");
  }
  const text = constant(expression, source);
  if (text === undefined) throw new Error(`Cannot read the message '${expression}' of ${path}`);
  return text;
}

function constant(name: string, source: string): string | undefined {
  const [, text] =
    new RegExp(`const ${name} =\\s*["\`](.*)["\`];`).exec(/^\w+$/.test(name) ? source : "") ?? [];
  return text?.replaceAll(/\$\{[^}]*\}/g, "…");
}

function withoutComments(source: string): string {
  return source.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, "");
}
