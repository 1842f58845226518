import assert from "node:assert/strict";
import { plainAnswer, plainQueries } from "../plain_queries.ts";
import { suite } from "../suite.ts";
import { runQueryRounds } from "./query_rounds.ts";
import type { WithSubject } from "./query_subjects.ts";

const test = suite("npm run test:queries");

const right: WithSubject = (run) => {
  const storage = plainQueries();
  return run({ open: async () => storage, leftovers: async () => [] });
};

const wrong: WithSubject = (run) => {
  const storage = plainQueries((all, query, page) => plainAnswer(all.slice(1), query, page));
  return run({ open: async () => storage, leftovers: async () => [] });
};

test("finds no difference where there is none, and counts queries and stores", async () => {
  assert.deepEqual(await runQueryRounds(right, 30, 1), { queries: 30, stores: 2, differences: [] });
});

test("says with which seed, query and page an answer differs", async () => {
  const { differences } = await runQueryRounds(wrong, 25, 7);
  assert.ok(differences.length > 0, `${differences.length} differences`);
  assert.match(differences.join("\n"), /seed 7, query \d+, \{.*\}, \{.*\}: /);
});
