import assert from "node:assert/strict";
import { DONE, PullIterator } from "../../../core/multipart/_pull_iterator.ts";
import { suite } from "../../support/suite.ts";

const test = suite("PullIterator");

/** Yields the given numbers. Its pulls wait until the test answers. */
class Numbers extends PullIterator<number> {
  readonly given: number[] = [];
  pulls = 0;
  #answer: () => void = () => {};
  #ended = false;

  /** Answers the waiting pull, and waits until everything that follows from it has happened. */
  async answer(...values: number[]): Promise<void> {
    this.given.push(...values);
    this.#answer();
    await new Promise(setImmediate);
  }

  override async return(): Promise<IteratorReturnResult<undefined>> {
    this.#ended = true;
    this.interrupt();
    return DONE;
  }

  protected override take(): IteratorResult<number, undefined> | undefined {
    if (this.#ended) return DONE;
    const value = this.given.shift();
    if (value !== undefined && value < 0) throw new RangeError(`${value}`);
    return value === undefined ? undefined : { done: false, value };
  }

  protected override pull(onPulled: () => void): void {
    this.pulls++;
    this.#answer = onPulled;
  }
}

/** Records the answer to a call. */
function follow(log: string[], name: string, result: Promise<IteratorResult<number>>): void {
  result.then(
    ({ value }) => log.push(`${name} ${value}`),
    (error) => log.push(`${name} ${error}`),
  );
}

test("gives what is there without a pull", async () => {
  const numbers = new Numbers();
  numbers.given.push(1, 2);
  assert.deepEqual(await numbers.next(), { done: false, value: 1 });
  assert.deepEqual(await numbers.next(), { done: false, value: 2 });
  assert.equal(numbers.pulls, 0);
});

test("pulls until something is there", async () => {
  const numbers = new Numbers();
  const log: string[] = [];
  follow(log, "a", numbers.next());
  await numbers.answer();
  await numbers.answer();
  assert.deepEqual(log, []);
  await numbers.answer(1);
  assert.deepEqual(log, ["a 1"]);
  assert.equal(numbers.pulls, 3);
});

test("answers calls in their order, also when one fails", async () => {
  const numbers = new Numbers();
  const log: string[] = [];
  for (const name of ["a", "b", "c", "d"]) follow(log, name, numbers.next());
  assert.equal(numbers.pulls, 1);
  await numbers.answer(-1, 2);
  assert.deepEqual(log, ["a RangeError: -1", "b 2"]);
  // A value becomes available before the waiting call is told.
  numbers.given.push(3);
  follow(log, "e", numbers.next());
  await numbers.answer(4, 5);
  assert.deepEqual(log.slice(2), ["c 3", "d 4", "e 5"]);
});

test("ends all calls that wait when it is left", async () => {
  const numbers = new Numbers();
  const log: string[] = [];
  for (const name of ["a", "b"]) follow(log, name, numbers.next());
  await numbers.return();
  await new Promise(setImmediate);
  assert.deepEqual(log, ["a undefined", "b undefined"]);
  await numbers.answer(1);
  assert.deepEqual(await numbers.next(), DONE);
});
