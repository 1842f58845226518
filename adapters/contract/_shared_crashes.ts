import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { content, sourceOf, utf8 } from "./_content.ts";
import { lastingLeftovers } from "./_lasting_leftovers.ts";
import { PausedSource } from "./_paused_source.ts";
import { StallingSource } from "./_stalling_source.ts";
import { expectContent, INSTANCE, openOne, put, putOne } from "./_variables.ts";

const LARGE = 1_300_000;
const NAMES = ["a", "b", "c", "d"];
const needs = { durable: true, shared: true };

/** Some of the processes that have a store open are killed. */
export const sharedCrashes: CaseGroup = {
  group: "shared crashes",
  cases: [
    {
      name: "what a killed opener staged and read goes away, and what a living one stages stays",
      needs,
      async run(session) {
        const living = session.storage;
        await putOne(living, "read", content(LARGE));
        const whole = await living.stage(sourceOf(content(LARGE, 2)));
        const small = await living.stage(sourceOf(content(100)));
        const before = new Set(await session.leftovers());
        const killed = await session.open();
        await putOne(killed, "stays", await killed.stage(sourceOf(content(LARGE, 3))));
        for (let i = 0; i < 5; i++) await killed.stage(sourceOf(content(100_000 + i)));
        const dead = (await session.leftovers()).filter((leftover) => !before.has(leftover));
        const reader = await openOne(killed, "read");
        await reader.read()[Symbol.asyncIterator]().next();
        await putOne(living, "read", utf8("replaced"));
        const lost = new StallingSource();
        const losing = killed.stage(lost).catch(() => {});
        await lost.stalled;
        const upload = new PausedSource(content(LARGE, 4));
        const staging = living.stage(upload);
        // If the case fails before it waits for the upload, closing ends that.
        staging.catch(() => {});
        await upload.paused;
        await session.kill(killed);
        lost.fail(new Error("The upload failed"));
        await losing;
        // All that the living opener stages is older now than what goes.
        const left = await lastingLeftovers(async () =>
          (await session.leftovers()).filter((leftover) => dead.includes(leftover)),
        );
        assert.deepEqual(left, [], "What the killed opener staged is left");
        upload.goOn();
        await living.apply(INSTANCE, [put("a", whole), put("b", await staging), put("c", small)]);
        for (const opener of [living, await session.open()]) {
          await expectContent(opener, "a", content(LARGE, 2));
          await expectContent(opener, "b", content(LARGE, 4));
          await expectContent(opener, "c", content(100));
          await expectContent(opener, "read", utf8("replaced"));
          await expectContent(opener, "stays", content(LARGE, 3));
        }
      },
    },
    {
      name: "when all openers were killed, the next one removes what each of them has left",
      needs,
      async run(session) {
        const openers = [session.storage, await session.open(), await session.open()];
        for (const [i, opener] of openers.entries()) {
          await putOne(opener, `v${i}`, await opener.stage(sourceOf(content(LARGE, i + 1))));
          await opener.stage(sourceOf(content(LARGE, i + 10)));
          await opener.stage(sourceOf(content(100 + i)));
        }
        const opened = await session.crash();
        for (const i of openers.keys()) await expectContent(opened, `v${i}`, content(LARGE, i + 1));
        await session.expectNothingLeft();
        for (const i of openers.keys()) await expectContent(opened, `v${i}`, content(LARGE, i + 1));
      },
    },
    {
      name: "an opener that is killed while it writes leaves whole batches, loses no acknowledged one, and blocks nobody",
      needs,
      async run(session) {
        const living = session.storage;
        for (let round = 0; round < 3; round++) {
          const killed = await session.open();
          const writer = new Writer(killed, 1_000 * round);
          await writer.hasWritten;
          await session.kill(killed);
          const { acknowledged } = writer;
          const batch = await batchIn(living);
          assert.ok(batch >= acknowledged, `Batch ${acknowledged} is lost, and ${batch} is there`);
          // What was on its way may still come, but only as a whole.
          await living.apply(INSTANCE, changesOf(1_000 * round + 999));
          await writer.ended;
          await batchIn(living);
        }
      },
    },
  ],
};

/** Writes batches until a call fails. */
class Writer {
  /** The last batch that was acknowledged. */
  acknowledged = -1;
  /** Resolves when some batches were acknowledged. */
  readonly hasWritten: Promise<void>;
  readonly ended: Promise<void>;
  #report: () => void = () => {};

  /** @param first Number of the first batch. */
  constructor(storage: VariableStorage, first: number) {
    this.hasWritten = new Promise((resolve) => {
      this.#report = resolve;
    });
    this.ended = this.#write(storage, first);
  }

  async #write(storage: VariableStorage, first: number): Promise<void> {
    for (let batch = first; batch < first + 999; batch++) {
      const [outcome] = await Promise.allSettled([storage.apply(INSTANCE, changesOf(batch))]);
      if (outcome.status === "rejected") break;
      this.acknowledged = batch;
      if (batch === first + 3) this.#report();
    }
    this.#report();
  }
}

/** A batch of all names. Its type tells its number. */
function changesOf(batch: number) {
  return NAMES.map((name, i) =>
    put(name, content(i === 1 ? 20_000 : 100, batch + 1), { type: `${batch}` }),
  );
}

/** Expects that one batch is there as a whole. Returns its number. */
async function batchIn(storage: VariableStorage): Promise<number> {
  const records = await storage.list(INSTANCE);
  const type = records[0]?.type;
  const found = records.map((record) => ({ name: record.name, type: record.type }));
  assert.deepEqual(
    found,
    NAMES.map((name) => ({ name, type })),
    "A batch is there in parts",
  );
  return Number(type);
}
