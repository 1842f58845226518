import assert from "node:assert/strict";
import { CheckedChunks } from "../../../core/storage/_checked_chunks.ts";
import { suite } from "../../support/suite.ts";

const test = suite("CheckedChunks");

test("lets go of what the read has open once nothing may be read any more", async () => {
  for (const fault of [undefined, new Error("Cannot close")]) {
    const gone = new Error("It is gone");
    let mayRead = true;
    let isOpen = false;
    const check = () => {
      if (!mayRead) throw gone;
    };
    const chunk = new Uint8Array(1);
    const read = () => {
      isOpen = true;
      return {
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ done: false, value: chunk }),
          async return() {
            isOpen = false;
            if (fault !== undefined) throw fault;
            return { done: true as const, value: undefined };
          },
        }),
      };
    };
    const chunks = new CheckedChunks(check, read);
    await chunks.next();
    assert.equal(isOpen, true);
    mayRead = false;
    await assert.rejects(chunks.next(), (error) => error === gone);
    assert.equal(isOpen, false);
    await assert.rejects(chunks.next(), (error) => error === gone);
    assert.deepEqual(await chunks.return(), { done: true, value: undefined });
  }
});

test("says why nothing may be read any more, whatever the read fails with because of it", async () => {
  const gone = new Error("It is gone");
  const damaged = new Error("A row is missing");
  let mayRead = true;
  const check = () => {
    if (!mayRead) throw gone;
  };
  const read = () => ({
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject<never>(damaged) }),
  });
  const whole = new CheckedChunks(check, read);
  await assert.rejects(whole.next(), (error) => error === damaged);
  const underWay = new CheckedChunks(check, read).next();
  mayRead = false;
  await assert.rejects(underWay, (error) => error === gone);
});
