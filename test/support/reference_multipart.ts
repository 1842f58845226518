/** The result of reading a form in the simplest way. */
export interface ReferenceForm {
  /** The contents of the complete parts. */
  readonly contents: readonly string[];
  /** The error and its place; `undefined` if there is none. */
  readonly error: string | undefined;
}

/**
 * Reads a whole form by the rules, slowly, so that parsers can be compared with it. Text has one character for each byte. The
 * head of a part is well-formed here if it has the line `disposition`, and other headers in ASCII.
 */
export function readReference(form: string, boundary: string, disposition: string): ReferenceForm {
  const delimiter = `\r\n--${boundary}`;
  // A delimiter begins with a line end; the form may begin with a delimiter.
  const text = `\r\n${form}`;
  const contents: string[] = [];
  let contentStart = -1;
  const ended = (error?: string): ReferenceForm => ({ contents, error });
  const truncated = () => ended(`truncated at ${form.length}`);
  const malformed = (at: number) => ended(`malformed at ${at - 2}`);

  const misplaced = findMisplaced(text, delimiter.slice(2));

  for (let at = 0; ; ) {
    const found = text.indexOf(delimiter, at);
    const isPreamble = contentStart < 0;
    if (isPreamble && misplaced < (found < 0 ? text.length : found)) return malformed(misplaced);
    if (found < 0) return truncated();
    const next = found + delimiter.length;
    const rest = text.slice(next);
    const blanks = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
    if (/^(?:[ \t]*\r?|-)$/.test(rest)) return truncated();
    if (/^(?:--|[ \t]*\r\n)/.test(rest)) {
      if (contentStart >= 0) contents.push(text.slice(contentStart, Math.max(contentStart, found)));
      if (rest.startsWith("--")) return ended();
      const headStart = next + blanks + 2;
      if (text.startsWith("\r\n", headStart)) return malformed(headStart);
      const headEnd = text.indexOf("\r\n\r\n", headStart);
      if (headEnd < 0) return truncated();
      if (!isHead(text.slice(headStart, headEnd), disposition)) return malformed(headStart);
      contentStart = headEnd + 4;
      // The end of the empty line may be the beginning of a delimiter.
      at = headEnd + 2;
    } else if (/^[ \t]*\r/.test(rest)) return malformed(next + blanks + 1);
    else if (blanks > 0 || rest.startsWith("\n")) return malformed(next + blanks);
    else at = next;
  }
}

/** Finds the first complete delimiter line that does not follow a CRLF; the length of the text if there is none. */
function findMisplaced(text: string, delimiter: string): number {
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
    const before = text.slice(0, at);
    const rest = text.slice(at + delimiter.length);
    if (before.endsWith("\r\n")) continue;
    if (/^(?:--|[ \t]*\r\n)/.test(rest)) return at;
    // Behind other text, a line feed alone does not end a line.
    if (/(?:[\r\n \t]|\xef\xbb\xbf)$/.test(before) && /^[ \t]*\n/.test(rest)) return at;
  }
  return text.length;
}

function isHead(head: string, disposition: string): boolean {
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const [name = ""] = disposition.split(":");
  const dispositions = lines.filter((line) => line.startsWith(`${name}:`));
  return (
    lines.every((line) => /^(?!--)[\w-]+:[\t -~]*$/.test(line)) &&
    dispositions.length === 1 &&
    dispositions[0]?.replace(/[ \t]+$/, "") === disposition
  );
}
