import assert from "node:assert/strict";
import type { LogLevel } from "../../../core/rest/log/log.ts";
import { createLog } from "../../../server/node/create_log.ts";
import { suite } from "../../support/suite.ts";

const test = suite("createLog()");

/** Collects the text that is written to stderr while `run` runs. */
function captured(run: () => void): string {
  const { write } = process.stderr;
  let text = "";
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  };
  try {
    run();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

function levels(least?: LogLevel): string[] {
  const log = createLog(least);
  const text = captured(() => {
    log("debug", "a");
    log("info", "b");
    log("warn", "c");
    log("error", "d");
  });
  return [...text.matchAll(/^\S+Z (\w+) \w$/gm)].map((match) => match[1] ?? "");
}

test("drops what matters less than the level", () => {
  assert.deepEqual(levels(), ["info", "warn", "error"]);
  assert.deepEqual(levels("debug"), ["debug", "info", "warn", "error"]);
  assert.deepEqual(levels("error"), ["error"]);
});

test("writes one line, whatever the fields hold", () => {
  const text = captured(() => createLog()("error", "Cannot do it", { fault: "a\nb", id: 1 }));
  assert.match(text, /^\d{4}-\S+Z error Cannot do it \{"fault":"a\\nb","id":1\}\n$/);
});

test("shows the error behind a fault, with its causes, and whatever else was thrown", () => {
  class Odd {
    get [Symbol.toStringTag](): string {
      throw new Error("cannot be looked at");
    }
  }
  for (const [fault, shown] of [
    [
      new Error("secret", { cause: new Error("EIO") }),
      /"fault":"Error: secret\\n.*\[cause\]: Error: EIO/,
    ],
    [{ code: 7 }, /"fault":"\{ code: 7 \}"/],
    [null, /"fault":"null"/],
    [undefined, /Cannot do it \{"id":1\}/],
    [new Odd(), /"fault":"something that cannot be shown"/],
  ] as const) {
    assert.match(
      captured(() => createLog()("error", "Cannot do it", { id: 1, fault })),
      shown,
    );
  }
});

test("escapes what would end the line, move the cursor or turn the words, wherever it stands", () => {
  const controls = "\r\n\0\x1b[31m\x7f\x9b\u2028\u202e\u2066";
  const text = captured(() => createLog()("error", `a${controls}b`, { name: controls }));
  const escaped = "\\u0000\\u001b[31m\\u007f\\u009b\\u2028\\u202e\\u2066";
  assert.equal(
    text.slice(text.indexOf("error")),
    `error a\\u000d\\u000a${escaped}b {"name":"\\r\\n${escaped}"}\n`,
  );
});

test("writes a JSON object a line, in which fields cannot stand for its own members", () => {
  const text = captured(() => {
    createLog("info", "json")("error", "a\nb\u2028", { id: 1, level: "x", fault: new Error("c") });
  });
  assert.equal(text.indexOf("\n"), text.length - 1);
  assert.ok(!text.includes("\u2028"));
  const { time, fault, ...line } = JSON.parse(text);
  assert.match(time, /^\d{4}-\S+Z$/);
  assert.match(fault, /^Error: c\n/);
  assert.deepEqual(line, { level: "error", message: "a\nb\u2028", id: 1 });
});
