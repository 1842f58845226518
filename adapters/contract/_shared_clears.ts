import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import type { CaseGroup } from "./_case_group.ts";
import { content, sourceOf, utf8 } from "./_content.ts";
import { openThree } from "./_open_three.ts";
import { clear, expectContent, INSTANCE, put, putOne } from "./_variables.ts";

const LARGE = 100_000;
/** Many, so that writing them takes long enough for a clear to begin meanwhile. */
const NAMES = Array.from({ length: 40 }, (_, i) => `v${10 + i}`);
/** The one of them whose content is large. */
const MIDDLE = "v30";
const needs = { shared: true };

/** One opener clears an instance while others write to it. */
export const sharedClears: CaseGroup = {
  group: "shared clears",
  cases: [
    {
      name: "while one opener clears an instance, batches of others stay whole or go whole",
      needs,
      async run(session) {
        const [clearer, writer, reader] = await openThree(session);
        for (let round = 0; round < 24; round++) {
          const type = `${round}`;
          // A clear may see these, and not the others of the batch.
          const early = NAMES.filter((_, i) => (round % 2 === 0 ? i === 0 : i % 2 === 1));
          await writer.apply(
            INSTANCE,
            early.map((name) => put(name, null)),
          );
          const stage = await writer.stage(sourceOf(content(LARGE, round + 1)));
          const single = await writer.stage(sourceOf(content(LARGE, 100)));
          const batch = NAMES.map((name) =>
            put(name, name === MIDDLE ? stage : utf8(type), { type }),
          );
          if (round % 3 === 0) batch.reverse();
          const wipe = async () => {
            // A read takes as long as a step of the batch. So each round clears at another step.
            for (let reads = 0; reads < round % 8; reads++) await clearer.stat(INSTANCE, "single");
            await clear(clearer);
          };
          const calls = [
            wipe,
            () => writer.apply(INSTANCE, batch),
            () => writer.apply(INSTANCE, [put("single", single)]),
          ];
          if (round >= 8) calls.reverse();
          await Promise.all(calls.map((call) => call()));
          const records = await reader.list(INSTANCE);
          const found = records.flatMap((record) =>
            record.name === "single" ? [] : [{ name: record.name, type: record.type }],
          );
          const whole = NAMES.map((name) => ({ name, type }));
          assert.deepEqual(found, found.length === 0 ? [] : whole, "A batch is there in parts");
          if (found.length > 0) await expectContent(reader, MIDDLE, content(LARGE, round + 1));
          assert.deepEqual(await reader.instances(), records.length > 0 ? [INSTANCE] : []);
        }
      },
    },
    {
      name: "what is put after another opener has cleared the instance stands",
      needs,
      async run(session) {
        const [clearer, writer, reader] = await openThree(session);
        for (let round = 0; round < 8; round++) {
          await writer.apply(INSTANCE, [put("a", utf8("a")), put("b", content(LARGE))]);
          await clear(clearer);
          const bytes = content(round % 2 === 0 ? LARGE : 100, round + 1);
          const { version } = await putOne(writer, "b", bytes);
          for (let turns = 0; turns < 5; turns++) await nextTurn();
          const records = await reader.list(INSTANCE);
          assert.deepEqual(
            records.map((record) => record.version),
            [version],
          );
          await expectContent(reader, "b", bytes);
        }
      },
    },
  ],
};
