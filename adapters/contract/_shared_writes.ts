import assert from "node:assert/strict";
import type {
  Change,
  PutChange,
  StagedContent,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { content, sourceOf, utf8 } from "./_content.ts";
import { openThree } from "./_open_three.ts";
import { expectAbsent, expectContent, INSTANCE, put } from "./_variables.ts";

const LARGE = 100_000;
/** The seed of the contents that may stand after many calls. */
const LAST = 9;
const NAMES = ["a", "b", "m", "y", "z"] as const;
const needs = { shared: true };

type Name = (typeof NAMES)[number];
type Applied = readonly (VariableRecord | undefined)[];

/** Several openers write the same variables at once. */
export const sharedWrites: CaseGroup = {
  group: "shared writes",
  cases: [
    {
      name: "if several openers create the same names in different orders, one batch succeeds and the others are refused",
      needs,
      async run(session) {
        const openers = await openThree(session);
        for (let round = 0; round < 12; round++) {
          // In each second round, these are the first variables of their instance.
          const id = round % 2 === 0 ? `order-${round}` : INSTANCE;
          const names = NAMES.slice(0, round % 3 === 0 ? 1 : 5).map((name) => `${name}${round}`);
          const outcomes = await Promise.allSettled(
            openers.map((opener, i) => {
              const changes = ordered(names, i).map((name) =>
                put(name, utf8(`${i}`), { condition: { ifNoneMatch: "*" } }),
              );
              return opener.apply(id, changes);
            }),
          );
          const winners = outcomes.flatMap(({ status }, i) => (status === "fulfilled" ? [i] : []));
          for (const outcome of outcomes) expectDoneOrRefused(outcome);
          assert.equal(winners.length, 1, `round ${round}: ${winners.length} have created them`);
          for (const name of names) {
            for (const opener of openers) await expectContent(opener, name, utf8(`${winners}`), id);
          }
        }
      },
    },
    {
      name: "batches of several openers with conditions in any order are whole, and only conditions refuse them",
      needs,
      async run(session) {
        const openers = await openThree(session);
        await Promise.all(openers.map((opener, i) => writeBatches(opener, i)));
        const [records, ...others] = await Promise.all(
          openers.map((opener) => opener.list(INSTANCE)),
        );
        for (const other of others) assert.deepEqual(versions(other), versions(records ?? []));
        for (const opener of openers) await expectBatch(opener, await opener.list(INSTANCE));
      },
    },
    {
      name: "of the calls of one turn for the same names, the last one of an opener stands, and nothing of the others is left",
      needs,
      async run(session) {
        const openers = [session.storage, await session.open()];
        const seen: string[] = [];
        for (let round = 0; round < 6; round++) {
          const active = round % 2 === 0 ? openers : openers.slice(1);
          const stages = await Promise.all(active.map(stageThree));
          const turns = await Promise.all(
            active.map((opener, i) => callMany(opener, stages[i] ?? [], round, i)),
          );
          await Promise.all(stages.flat().map((stage) => stage.discard()));
          const lasts = turns.map((records) => records.at(-1)?.version);
          for (const opener of openers) {
            const now = await opener.stat(INSTANCE, "a");
            assert.ok(lasts.includes(now?.version), `round ${round}: not the last call stands`);
            if (lasts.every((version) => version === undefined)) await expectAbsent(opener, "a");
            else if (now !== undefined) await expectContent(opener, "a", content(now.size, LAST));
          }
          seen.push(...versions(turns.flat()));
        }
        assert.equal(new Set(seen).size, seen.length, "A version is there twice");
      },
    },
  ],
};

/** Stages contents for `callMany`, since staging takes turns. */
function stageThree(storage: VariableStorage): Promise<readonly StagedContent[]> {
  return Promise.all([5, 6, LAST].map((seed) => storage.stage(sourceOf(content(LARGE, seed)))));
}

/** Calls many times in one turn. Returns the records; the last one, of the variable `a`, is `undefined` if that is deleted. */
async function callMany(
  storage: VariableStorage,
  stages: readonly StagedContent[],
  round: number,
  opener: number,
): Promise<Applied> {
  const [first = null, second = null, last = null] = stages;
  const remove: Change = { op: "delete", name: "a" };
  const ends = [put("a", content(100, LAST)), put("a", last), remove];
  const calls: (readonly Change[])[] = [
    [put("a", utf8("first"))],
    [put("a", content(LARGE, 2))],
    [put("b", utf8("b")), put("a", first)],
    [remove],
    [put("a", content(LARGE, 3)), put(`own${opener}`, content(LARGE, 4))],
    ...(round % 3 === 0 ? [[{ op: "clear" } as const]] : []),
    [put("a", second), put(`own${opener}`, utf8("own"))],
    [put("b", null), put("a", content(20_000))],
    [ends[(round + opener) % 3] ?? remove],
  ];
  const applied = await Promise.all(calls.map((changes) => storage.apply(INSTANCE, changes)));
  return applied.flat();
}

/** Replaces and deletes all names at once, again and again, and expects that others do the same. */
async function writeBatches(storage: VariableStorage, opener: number): Promise<void> {
  for (let round = 0; round < 12; round++) {
    const records = await storage.list(INSTANCE);
    expectWhole(records);
    const isConditional = round % 3 !== 0;
    const changes = ordered(NAMES, round + opener).map((name, i): Change => {
      if (round % 5 === 4) return { op: "delete", name };
      const change = putOf(name, 100 * opener + round);
      if (!isConditional || i % 2 === round % 2) return change;
      const present = records.find((record) => record.name === name);
      if (present === undefined) return { ...change, condition: { ifNoneMatch: "*" } };
      return { ...change, condition: { ifMatch: [present.version] } };
    });
    const [outcome] = await Promise.allSettled([storage.apply(INSTANCE, changes)]);
    expectDoneOrRefused(outcome);
    assert.ok(isConditional || outcome.status === "fulfilled", "A batch without conditions");
  }
}

/** A put of a batch. Its type tells the batch. */
function putOf(name: Name, batch: number): PutChange {
  return put(name, contentOf(name, batch), { type: `${batch}` });
}

/** Some contents are inline, others are not. */
function contentOf(name: Name, batch: number): Uint8Array {
  return content(name === "b" ? 20_000 : name === "m" ? LARGE : 100, batch + 1);
}

/** Expects that the records are those of one batch, or none. */
function expectWhole(records: readonly VariableRecord[]): void {
  const [first] = records;
  if (first === undefined) return;
  const found = records.map(({ name, type }) => ({ name, type }));
  const { type } = first;
  assert.deepEqual(
    found,
    NAMES.map((name) => ({ name, type })),
    "A batch is there in parts",
  );
}

/** Expects that one batch stands, with its contents, or nothing. */
async function expectBatch(
  storage: VariableStorage,
  records: readonly VariableRecord[],
): Promise<void> {
  expectWhole(records);
  if (records.length === 0) return;
  for (const name of NAMES) {
    await expectContent(storage, name, contentOf(name, Number(records[0]?.type)));
  }
}

/** Expects that a call has succeeded or that a condition has refused it. */
function expectDoneOrRefused(outcome: PromiseSettledResult<unknown>): void {
  if (outcome.status === "fulfilled") return;
  assert.equal(outcome.reason.name, "PreconditionFailedError", `${outcome.reason}`);
}

/** The names forwards, backwards or from the middle on. Who locks one after the other in this order meets a deadlock. */
function ordered<T>(names: readonly T[], order: number): readonly T[] {
  if (order % 3 === 0) return names;
  if (order % 3 === 1) return [...names].reverse();
  const half = Math.floor(names.length / 2);
  return [...names.slice(half), ...names.slice(0, half)];
}

function versions(records: Applied): readonly string[] {
  return records.flatMap((record) => record?.version ?? []);
}
