import assert from "node:assert/strict";
import {
  barOf,
  ProgressLine,
  showBytes,
  showCount,
} from "../../../server/commands/_progress_line.ts";
import { suite } from "../../support/suite.ts";

const test = suite("ProgressLine");

test("is one line of a terminal, at most ten times a second, and is removed at the end", () => {
  const [written, advance, line] = fake({ isTTY: true, columns: 10 });
  line.show(() => "too early");
  advance(100);
  line.show(() => "0123456789");
  advance(99);
  line.show(() => "too early");
  advance(1);
  line.show(() => "b");
  line.end();
  assert.deepEqual(written, ["\r012345678\x1b[K", "\rb\x1b[K", "\r\x1b[K"]);
});

test("is whole on a terminal that does not know its width", () => {
  const [written, advance, line] = fake({ isTTY: true, columns: 0 });
  advance(100);
  line.show(() => "x".repeat(100));
  assert.deepEqual(written, [`\r${"x".repeat(79)}\x1b[K`]);
});

test("is a line every ten seconds elsewhere", () => {
  const [written, advance, line] = fake({});
  advance(9_999);
  line.show(() => "too early");
  advance(1);
  line.show(() => "a");
  line.end();
  assert.equal(line.seconds, 10);
  assert.deepEqual(written, ["a\n"]);
});

test("writes nothing if nothing was shown", () => {
  const [written, , line] = fake({ isTTY: true });
  line.end();
  assert.deepEqual(written, []);
});

test("has a bar, bytes and numbers", () => {
  assert.equal(barOf(0, 3), "[                    ]   0 %");
  assert.equal(barOf(1, 2), "[##########          ]  50 %");
  assert.equal(barOf(4, 3), "[####################] 100 %");
  assert.equal(barOf(0, 0), "[####################] 100 %");
  assert.equal(showBytes(1_023), "1023 B");
  assert.equal(showBytes(1_536), "1.5 KiB");
  assert.equal(showBytes(2 ** 60), "1048576.0 TiB");
  assert.equal(showCount(1, "variable"), "1 variable");
  assert.equal(showCount(1_000, "variable"), "1,000 variables");
});

function fake(stream: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  let now = 5;
  const write = (text: string) => written.push(text) > 0;
  const line = new ProgressLine({ ...stream, write }, () => now);
  const advance = (ms: number) => {
    now += ms;
  };
  return [written, advance, line] as const;
}
