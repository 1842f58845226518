import assert from "node:assert/strict";
import { HeldJson } from "../../../../core/variables/from_json/_held_json.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("HeldJson");
const KIB = 1_024;

test("lets small documents be read at once, whatever is held", async () => {
  const held = new HeldJson(100 * KIB);
  const large = held.document(100 * KIB, 200 * KIB);
  await large.reserve(0);
  assert.equal(held.document(16 * KIB, 200 * KIB).reserve(0), undefined);
  const unannounced = held.document(undefined, 200 * KIB);
  assert.equal(unannounced.reserve(16 * KIB), undefined);
  assert.notEqual(held.document(17 * KIB, 200 * KIB).reserve(0), undefined);
  large.release();
});

test("admits those that wait in the order in which they came", async () => {
  const held = new HeldJson(100 * KIB);
  const first = held.document(80 * KIB, 100 * KIB);
  await first.reserve(0);
  const order: string[] = [];
  const documents = [90, 20, 30].map((kib) => {
    const document = held.document(kib * KIB, 100 * KIB);
    const admitted = document.reserve(0)?.then(() => order.push(`${kib}`));
    return { document, admitted };
  });
  first.release();
  await documents[0]?.admitted;
  assert.deepEqual(order, ["90"]);
  documents[0]?.document.release();
  await Promise.all(documents.map(({ admitted }) => admitted));
  assert.deepEqual(order, ["90", "20", "30"]);
});

test("takes room once, by the announced length or else by the limit, and never more than there is", async () => {
  const held = new HeldJson(100 * KIB, 1);
  for (const [announced, limit] of [
    [undefined, 500 * KIB],
    [400 * KIB, 500 * KIB],
    [100 * KIB, 500 * KIB],
    [undefined, 100 * KIB],
  ] as const) {
    const document = held.document(announced, limit);
    await document.reserve(20 * KIB);
    assert.equal(document.reserve(90 * KIB), undefined);
    await assert.rejects(async () => held.document(17 * KIB, limit).reserve(0), {
      name: "OverloadedError",
    });
    document.release();
    document.release();
    const next = held.document(100 * KIB, limit);
    await next.reserve(0);
    next.release();
  }
});

test("gives up a document that found no room in time, and admits what stood behind it", async () => {
  const held = new HeldJson(100 * KIB, 50);
  const first = held.document(70 * KIB, 100 * KIB);
  await first.reserve(0);
  const large = held.document(80 * KIB, 100 * KIB).reserve(0);
  const refused = assert.rejects(async () => large, {
    name: "OverloadedError",
    status: 503,
    message:
      "Cannot read the JSON: for 50 ms other requests have held 71680 bytes of it, 'maxHeldJsonBytes' is 102400; send it again later",
  });
  await refused;
  // There is room for the first document, of 70 KiB, and this one together.
  await held.document(30 * KIB, 100 * KIB).reserve(0);
});

test("keeps no room for what is streamed, until more is held", async () => {
  const held = new HeldJson(100 * KIB, 1);
  const file = held.document(100 * KIB, 100 * KIB);
  await file.reserve(0);
  file.stream();
  assert.equal(file.reserve(1_000), undefined);
  const other = held.document(100 * KIB, 100 * KIB);
  await other.reserve(0);
  await assert.rejects(async () => file.reserve(17 * KIB), { name: "OverloadedError" });
  other.release();
  await file.reserve(17 * KIB);
});

test("takes room by the limit for a document that is longer than was announced", async () => {
  for (const announced of [0, 18 * KIB]) {
    const held = new HeldJson(100 * KIB, 1);
    const document = held.document(announced, 100 * KIB);
    await document.reserve(0);
    await document.reserve(20 * KIB);
    await assert.rejects(async () => held.document(17 * KIB, 100 * KIB).reserve(0), {
      name: "OverloadedError",
    });
    document.release();
    await held.document(100 * KIB, 100 * KIB).reserve(0);
  }
});

test("keeps no room for a document that is given up while it waits", async () => {
  const held = new HeldJson(100 * KIB);
  const first = held.document(100 * KIB, 100 * KIB);
  await first.reserve(0);
  const second = held.document(100 * KIB, 100 * KIB);
  const waiting = second.reserve(0);
  second.release();
  first.release();
  await waiting;
  await held.document(100 * KIB, 100 * KIB).reserve(0);
});
