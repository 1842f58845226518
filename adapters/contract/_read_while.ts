import { nextTurn } from "../../core/_next_turn.ts";

/**
 * Runs three readers, each of which reads again and again until the writing has ended.
 *
 * @param writing Resolves when the writing has ended.
 * @param read Reads once. Gets the number of the reader, from 0.
 */
export async function readWhile(
  writing: Promise<unknown>,
  read: (reader: number) => Promise<void>,
): Promise<void> {
  let ended = false;
  const written = writing.finally(() => {
    ended = true;
  });
  const readers = Array.from({ length: 3 }, async (_, reader) => {
    for (let reads = 0; reads < 5 || !ended; reads++) {
      await read(reader);
      await nextTurn();
    }
  });
  await Promise.all([written, ...readers]);
}
