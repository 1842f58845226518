/** Entries are gathered up to this length, so that a piece is worth its way. */
const PIECE_LENGTH = 65_536;

/**
 * Prints a list as pieces of JSON. Nothing is yielded before the first entries are there, so that a failure can still be
 * answered as one.
 *
 * @param open What it begins with: `[` or `{`.
 * @param entries What it consists of, printed.
 * @param close What it ends with.
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
