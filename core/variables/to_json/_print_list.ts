/** Entries are gathered into pieces of about this many characters, since each piece costs some time. */
const PIECE_LENGTH = 65_536;

/**
 * Prints a list in pieces of JSON. It yields nothing before it has the first entries, so that an error among them can still be
 * answered with an error status.
 *
 * @param open The opening bracket.
 * @param entries The printed entries.
 * @param close The closing bracket.
 */
export async function* printList(
  open: "[" | "{",
  entries: AsyncIterable<string>,
  close: "]" | "}",
): AsyncGenerator<string> {
  let pieces = [open as string];
  let length = 0;
  let separator = "";
  for await (const entry of entries) {
    pieces.push(separator, entry);
    separator = ",";
    length += entry.length;
    if (length < PIECE_LENGTH) continue;
    yield pieces.join("");
    pieces = [];
    length = 0;
  }
  pieces.push(close);
  yield pieces.join("");
}
