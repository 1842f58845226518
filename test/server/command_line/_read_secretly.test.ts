import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { readSecretly } from "../../../server/command_line/_read_secretly.ts";
import { suite } from "../../support/suite.ts";

const test = suite("readSecretly()");

/** A terminal whose keys a test presses. */
class FakeTerminal extends PassThrough {
  isRaw = false;
  shown = "";

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  /** Asks two questions, with these chunks of keys. */
  async ask(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
    const write = (text: string | Uint8Array) => {
      this.shown += text;
      return true;
    };
    const asked = readSecretly(["One: ", "Two: "], this, { write });
    assert.equal(this.isRaw, true);
    for (const chunk of chunks) this.write(chunk);
    return asked;
  }
}

test("gives what is typed, and shows only the questions", async () => {
  const terminal = new FakeTerminal();
  assert.deepEqual(await terminal.ask("a", "b", "\r", "cd\n"), ["ab", "cd"]);
  assert.equal(terminal.shown, "One: \nTwo: \n");
  assert.deepEqual([terminal.isRaw, terminal.listenerCount("data")], [false, 0]);
});

test("takes what is pasted, and characters that come in parts", async () => {
  assert.deepEqual(await new FakeTerminal().ask("one\rtwo\rmore\r"), ["one", "two"]);
  const euro = Buffer.from("€\r€\r");
  const parts = [...euro].map((byte) => Buffer.from([byte]));
  assert.deepEqual(await new FakeTerminal().ask(...parts), ["€", "€"]);
});

test("lets the user correct it", async () => {
  const typed = await new FakeTerminal().ask("\x7fax\x7fb\x08c\r", "wrong\x15right\x04");
  assert.deepEqual(typed, ["ac", "right"]);
});

test("ends when it is interrupted, and leaves the terminal as it was", async () => {
  const terminal = new FakeTerminal();
  await assert.rejects(
    terminal.ask("secret\x03"),
    /^Error: Cannot read the password: interrupted$/,
  );
  assert.equal(terminal.isRaw, false);
  assert.ok(!terminal.shown.includes("secret"));
  const closed = new FakeTerminal();
  closed.end();
  await assert.rejects(closed.ask(), /interrupted/);
});
