import assert from "node:assert/strict";
import { pageOf } from "../../../../core/variables/reading/_page_of.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("pageOf()");

test("yields the part that is asked for, and ends the list behind it", async () => {
  for (const [query, expected, asked] of [
    [{}, [0, 1, 2, 3], 4],
    [{ firstResult: 1, maxResults: 2 }, [1, 2], 3],
    [{ firstResult: 3 }, [3], 4],
    [{ firstResult: 4 }, [], 4],
    [{ firstResult: 9, maxResults: 9 }, [], 4],
    [{ maxResults: 0 }, [], 0],
    [{ maxResults: 4 }, [0, 1, 2, 3], 4],
    [{ maxResults: Infinity }, [0, 1, 2, 3], 4],
  ] as const) {
    const state = { asked: 0, ended: 0 };
    assert.deepEqual(await fromAsync(pageOf(numbers(state), query)), expected);
    assert.equal(state.asked, asked);
    assert.equal(state.ended, asked === 0 ? 0 : 1);
  }
});

test("refuses numbers that are none", async () => {
  for (const query of [{ firstResult: -1 }, { maxResults: 1.5 }, { maxResults: Number.NaN }]) {
    await assert.rejects(pageOf(numbers({ asked: 0, ended: 0 }), query).next(), RangeError);
  }
});

async function* numbers(state: { asked: number; ended: number }): AsyncGenerator<number> {
  try {
    for (let i = 0; i < 4; i++) {
      state.asked++;
      yield i;
    }
  } finally {
    state.ended++;
  }
}
