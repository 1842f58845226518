import assert from "node:assert/strict";
import {
  KeyDirectory,
  type KeyedRecord,
} from "../../../../adapters/filesystem/keys/_key_directory.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { permutations } from "../../../support/permutations.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("KeyDirectory");

/** A record of the variable `a` in a segment of its own. */
interface Written {
  readonly isPut: boolean;
  readonly segment: Segment;
  readonly record: KeyedRecord;
}

test("knows variables, their places and files, and lists them in their order", () => {
  const keys = new KeyDirectory();
  const segment = segmentOf(1);
  assert.equal(keys.find("i", "a"), undefined);
  assert.equal(keys.sequenceOf("i", "a"), undefined);
  for (const [at, name] of ["b", "ä", "a"].entries()) {
    const offset = 100 * at;
    const record = { ...recordOf(10 + at), name, offset };
    assert.equal(keys.put(segment, record), undefined);
    const place = { segment, offset, bytes: 100 };
    const sequence = 10 + at;
    const found = keys.find("i", name);
    assert.deepEqual(found, { instanceId: "i", name, slot: at, sequence, place });
    assert.equal(keys.sequenceOf("i", name), 10 + at);
  }
  keys.put(segment, { ...recordOf(20), instanceId: "h" });
  assert.deepEqual(namesOf(keys), ["a", "b", "ä"]);
  assert.deepEqual(
    keys.list("i", "a", 1).map(({ name }) => name),
    ["b"],
  );
  assert.deepEqual(keys.list("none", "", 9), []);
  assert.deepEqual(keys.instances("", 9), ["h", "i"]);
  assert.deepEqual(keys.instances("h", 9), ["i"]);
  keys.delete(segment, { ...recordOf(21), instanceId: "h" });
  assert.deepEqual(keys.instances("", 9), ["i"]);
});

test("gives back the file that is not needed any more", () => {
  const keys = new KeyDirectory();
  keys.complete();
  const segment = segmentOf(1);
  const put = (sequence: number, file?: number) =>
    keys.put(segment, { ...recordOf(sequence), file });
  assert.equal(put(1, 7), undefined);
  assert.deepEqual([...keys.files()], [7]);
  assert.equal(put(1, 7), undefined, "A copy has the same file");
  assert.equal(put(2, 8), 7);
  assert.equal(put(3), 8);
  assert.equal(put(4, 9), undefined);
  assert.equal(keys.delete(segment, recordOf(5)), 9);
  assert.deepEqual([...keys.files()], []);
});

for (const ops of ["p", "d", "pp", "pd", "dp", "pdp", "ppd", "pdpd", "pdpp", "dppd", "pdpdp"]) {
  test(`says the same in whichever order it takes in the records ${ops}`, () => {
    for (const order of permutations([...ops].map((_, at) => at))) {
      const keys = new KeyDirectory();
      const records = write(ops);
      for (const at of order) take(keys, records[at]);
      keys.complete();
      expectState(keys, records);
    }
  });

  test(`says the same of copies, whichever of the records ${ops} are there twice`, () => {
    for (let twice = 0; twice < ops.length; twice++) {
      const keys = new KeyDirectory();
      const records = write(ops);
      for (const record of records) take(keys, record);
      keys.complete();
      const original = records[twice];
      assert.ok(original);
      const copy = { ...original, segment: segmentOf(50) };
      const wasNeeded = keys.needs(original.segment, original.record);
      take(keys, copy);
      assert.equal(keys.needs(copy.segment, copy.record), wasNeeded);
      assert.equal(keys.needs(original.segment, original.record), false);
      if (original.isPut) keys.forget(original.record);
      expectState(
        keys,
        records.map((record) => (record === original ? copy : record)),
      );
    }
  });
}

test("needs a deletion until all that it hides has gone", () => {
  const keys = new KeyDirectory();
  const records = write("ppd");
  const [first, second, deletion] = records;
  assert.ok(first && second && deletion);
  for (const record of records) take(keys, record);
  keys.complete();
  const isNeeded = () => keys.needs(deletion.segment, deletion.record);
  assert.equal(isNeeded(), true);
  assert.equal(keys.deletionBytes, 100);
  keys.forget(first.record);
  assert.equal(isNeeded(), true);
  assert.equal(deletion.segment.dead, 0);
  keys.forget(second.record);
  assert.equal(isNeeded(), false);
  assert.equal(keys.deletionBytes, 0);
  assert.equal(deletion.segment.dead, 100);
  keys.forget(second.record);
});

test("remembers over a new put and its deletion what is still on the disk", () => {
  const keys = new KeyDirectory();
  const records = write("pdpd");
  const [first, , second, last] = records;
  assert.ok(first && second && last);
  for (const record of records) take(keys, record);
  keys.complete();
  keys.forget(second.record);
  assert.equal(keys.needs(last.segment, last.record), true);
  keys.forget(first.record);
  assert.equal(keys.needs(last.segment, last.record), false);
});

test("clears an instance for readers at once, and needs what the log has of it", async () => {
  const keys = new KeyDirectory();
  keys.complete();
  const [puts, deletions] = [segmentOf(1), segmentOf(2)];
  const names = Array.from({ length: 9_000 }, (_, at) => `v${at}`);
  for (const [at, name] of names.entries()) {
    const file = at % 3_000 === 0 ? at : undefined;
    keys.put(puts, { ...recordOf(1), name, offset: 100 * at, file });
  }
  keys.put(puts, { ...recordOf(1), instanceId: "other" });
  const records = names.map((name) => ({ ...recordOf(2), name }));
  const clearing = keys.clear("i", deletions, records);
  assert.deepEqual(keys.instances("", 9), ["other"]);
  assert.deepEqual(namesOf(keys), []);
  assert.equal(keys.find("i", "v8999"), undefined);
  // The merger still sees the variables that are not deleted yet.
  const last = { ...recordOf(1), name: "v8999", offset: 899_900 };
  assert.equal(keys.needs(puts, last), true);
  assert.deepEqual(await clearing, [0, 3_000, 6_000]);
  assert.equal(keys.needs(puts, last), false);
  assert.equal(keys.needs(deletions, { ...recordOf(2), name: "v8999" }), true);
  assert.equal(puts.dead, 900_000);
  assert.deepEqual(await keys.clear("none", deletions, []), []);
  keys.put(puts, { ...recordOf(3), name: "v1" });
  assert.deepEqual(namesOf(keys), ["v1"]);
});

/** Makes records of `a`: "p" a put, "d" a deletion, with rising numbers, each in a segment of its own. */
function write(ops: string): readonly Written[] {
  return [...ops].map((op, at) => ({
    isPut: op === "p",
    segment: segmentOf(at + 1),
    record: recordOf(at + 1),
  }));
}

function take(keys: KeyDirectory, written: Written | undefined): void {
  assert.ok(written);
  const { isPut, segment, record } = written;
  if (isPut) keys.put(segment, record);
  else keys.delete(segment, record);
}

/** The last record counts. A deletion is needed if it hides a put. All else is dead. */
function expectState(keys: KeyDirectory, records: readonly Written[]): void {
  const last = records.at(-1);
  const isHiding = records.some(({ isPut }) => isPut);
  for (const written of records) {
    const isNeeded = written === last && (written.isPut || isHiding);
    assert.equal(keys.needs(written.segment, written.record), isNeeded);
    assert.equal(written.segment.dead, isNeeded ? 0 : 100);
  }
  assert.equal(keys.sequenceOf("i", "a"), last?.isPut ? last.record.sequence : undefined);
  assert.deepEqual(namesOf(keys), last?.isPut ? ["a"] : []);
}

function namesOf(keys: KeyDirectory): readonly string[] {
  return keys.list("i", "", 10_000).map(({ name }) => name);
}

function recordOf(sequence: number): KeyedRecord {
  return { instanceId: "i", name: "a", sequence, offset: 0, bytes: 100, file: undefined };
}

function segmentOf(number: number): Segment {
  return new Segment(number, 0, "none", () => {});
}
