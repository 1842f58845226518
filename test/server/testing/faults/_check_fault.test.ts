import assert from "node:assert/strict";
import { checkFault } from "../../../../server/testing/faults/_check_fault.ts";
import { checkFaultFilter } from "../../../../server/testing/faults/_check_fault_filter.ts";
import type { Fault } from "../../../../server/testing/faults/fault.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkFault() and checkFaultFilter()");

const RIGHT: readonly Fault[] = [
  { delay: 0 },
  { delay: Infinity, delayAnswer: 2.5 },
  { status: 204 },
  { status: 200, body: "" },
  { status: 599, type: "X", message: "", code: null },
  { status: 504, afterOperation: true, headers: { "content-type": "text/html" }, body: "<h1>" },
  { storage: "unavailable", afterOperation: true },
  { optimisticLocking: true, delay: 5, drip: { bytes: 1, every: 0 } },
  { body: new Uint8Array(3), reset: "answer", afterBytes: 1 },
  { reset: "request", delay: 1, afterBytes: 7 },
  { reset: "answer", delayAnswer: 1 },
];

/** Faults that a program without types may write. */
const WRONG: readonly (readonly [fault: object | null, message: RegExp])[] = [
  [null, /they are null, not an object/],
  [{}, /it does nothing; write what goes wrong, such as \{ status: 500 \}$/],
  [{ optimisticLocking: false }, /it does nothing/],
  [{ stauts: 500 }, /there is no 'stauts'; did you mean 'status'\?$/],
  [{ delay: -1 }, /'delay' to -1: give milliseconds from 0/],
  [{ delayAnswer: "5 s" }, /'delayAnswer' to 5 s: give milliseconds/],
  [{ status: "500" }, /'status' is a string; write a whole number from 200 to 599$/],
  [{ status: 100 }, /'status' is the number 100; write a whole number from 200 to 599$/],
  [{ status: 200 }, /status 200 is no error and has no body; write the body/],
  [{ status: 204, body: "x" }, /status 204 has no body; write another status$/],
  [{ type: "X" }, /'type', 'message' and 'code' need a 'status' from 400/],
  [{ status: 200, body: "[]", code: 1 }, /need a 'status' from 400/],
  [{ status: 500, body: "x", code: 1 }, /'body' hides 'type', 'message' and 'code'/],
  [{ status: 500, code: "1" }, /'code' is a string; write a number$/],
  [{ status: 500, message: 7 }, /'message' is the number 7; write a string$/],
  [{ storage: "ful" }, /'storage' is "ful"; write "full" or "unavailable"$/],
  [{ storage: true }, /'storage' is true; write "full" or "unavailable"$/],
  [{ optimisticLocking: 1 }, /'optimisticLocking' is the number 1; write a boolean$/],
  [{ status: 500, storage: "full" }, /beside 'status' nobody would see anything of 'storage'/],
  [{ storage: "full", optimisticLocking: true }, /beside 'storage' .* 'optimisticLocking'/],
  [{ delay: 1, afterOperation: true }, /'afterOperation' needs a 'status' or storage/],
  [{ storage: "full", afterOperation: true }, /'afterOperation' needs a 'status' or storage/],
  [{ headers: "text/html" }, /'headers' are a string; write \{ "Content-Type"/],
  [{ headers: { Age: 5 } }, /'headers: Age' is the number 5; write a string$/],
  [{ headers: { "a b": "5" } }, /HTTP allows no header "a b" like this$/],
  [{ headers: { a: "5\n" } }, /HTTP allows no header "a" like this$/],
  [{ body: null }, /'body' is null; write a string or a Uint8Array, JSON by JSON.stringify$/],
  [{ body: { a: 1 } }, /'body' is a plain object; write a string/],
  [{ drip: 5 }, /they are the number 5, not an object/],
  [{ drip: { bytes: 1, ms: 5 } }, /there is no 'ms'; there are 'bytes', 'every'$/],
  [{ drip: { bytes: 0, every: 5 } }, /'drip: bytes' is the number 0; write a whole number from 1$/],
  [{ drip: { bytes: 1 } }, /'drip: every' to undefined: give milliseconds/],
  [{ reset: true }, /'reset' is true; write "request" or "answer"$/],
  [
    { reset: "answer", afterBytes: 0 },
    /'afterBytes' is the number 0; write a whole number from 1$/,
  ],
  [{ afterBytes: 5 }, /'afterBytes' needs reset: "request" or reset: "answer"$/],
  [{ reset: "request", status: 500 }, /beside 'reset: request' nobody .* of 'status'/],
  [{ reset: "request", delayAnswer: 5 }, /beside 'reset: request' nobody .* of 'delayAnswer'/],
  [{ reset: "answer", body: "x" }, /beside 'reset: answer' nobody .* of 'body'; leave out one/],
];

const WRONG_FILTERS: readonly (readonly [filter: object | null, message: RegExp])[] = [
  [null, /the filter of the fault: they are null/],
  [{ methode: "GET" }, /there is no 'methode'; did you mean 'method'\?$/],
  [{ method: 5 }, /'method' is the number 5; write a string$/],
  [{ path: 5 }, /'path' is the number 5; write a string or a RegExp$/],
  [{ nth: 0 }, /'nth' is the number 0; write a whole number from 1$/],
  [{ times: 1.5 }, /'times' is the number 1.5; write a whole number from 1$/],
];

test("accept faults whose members go together", () => {
  for (const fault of RIGHT) checkFault(fault);
});

test("say of any other what to write", () => {
  for (const [fault, message] of WRONG) {
    assert.throws(
      () => Reflect.apply(checkFault, undefined, [fault]),
      (error) => isRefusal(error, message),
    );
  }
});

test("accept each filter of requests, with a count", () => {
  checkFaultFilter({});
  checkFaultFilter({ method: "GET", path: /x/g, operation: "o", id: "i", variable: "v" });
  checkFaultFilter({ path: "/x", nth: 1, times: Infinity });
});

test("say of any other filter what to write", () => {
  for (const [filter, message] of WRONG_FILTERS) {
    assert.throws(
      () => Reflect.apply(checkFaultFilter, undefined, [filter]),
      (error) => isRefusal(error, message),
    );
  }
});

function isRefusal(error: unknown, message: RegExp): boolean {
  assert.ok(error instanceof TypeError || error instanceof RangeError);
  assert.match(error.message, message);
  return true;
}
