import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { BoundedLines } from "../../../server/node/_bounded_lines.ts";
import { suite } from "../../support/suite.ts";

const test = suite("BoundedLines");

const LINE = `${"x".repeat(9_999)}\n`;

/** A stream that takes nothing until `read` is called. */
class Stuck extends Writable {
  text = "";
  #done: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    this.#done = done;
  }

  /** Takes what waits, one chunk after the other. */
  read(): void {
    const done = this.#done;
    this.#done = undefined;
    done?.();
  }
}

test("drops what a reader does not read, and tells how much when it has read the rest", async () => {
  const stream = new Stuck();
  const lines = new BoundedLines(stream, (dropped) => `dropped ${dropped}\n`);
  const written = 1_000;
  for (let i = 0; i < written / 2; i++) lines.write(LINE + LINE, 2);
  assert.ok(stream.writableLength < 1_100_000);
  while (stream.writableLength > 0) {
    stream.read();
    await new Promise(setImmediate);
  }
  const kept = stream.text.split(LINE).length - 1;
  assert.ok(kept > 50 && kept < written);
  assert.ok(stream.text.endsWith(`\ndropped ${written - kept}\n`));
  lines.write("next\n");
  stream.read();
  await new Promise(setImmediate);
  assert.ok(stream.text.endsWith(`dropped ${written - kept}\nnext\n`));
});
