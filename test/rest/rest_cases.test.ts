import assert from "node:assert/strict";
import { isCaseLeftOut } from "../server/_double_left_out.ts";
import { bindings } from "../server/_matrix.ts";
import { suite } from "../support/suite.ts";
import { REST_CASES } from "./cases/all.ts";
import { DIFFERENCES } from "./differences.ts";
import { findDifference } from "./find_difference.ts";
import { QUERY_DIFFERENCES } from "./queries/query_differences.ts";
import type { RestCase } from "./rest_case.ts";
import { runCase } from "./run_case.ts";
import { TASK_CASES } from "./tasks/cases/all.ts";
import { requestsOf } from "./tasks/task_case.ts";
import { DIFFERENCES_OF_TASKS } from "./tasks/task_differences.ts";

const INSTANCE_ID = "anInstance";

bindings("REST cases", (test, withService) => {
  test(
    "are answered as they say",
    () =>
      withService(
        async ({ send, transport }) => {
          for (const restCase of REST_CASES) {
            if (hasDots(restCase) && !transport.isHttp) continue;
            if (transport.isDouble && isCaseLeftOut(restCase.name)) continue;
            const answers = await runCase(
              restCase,
              (request) => send({ ...request, path: `/engine-rest${request.path}` }),
              INSTANCE_ID,
            );
            const expected = restCase.steps.map(([, answer]) => answer);
            assert.deepEqual(answers, expected, restCase.name);
          }
        },
        { variables: { resolveInstance: (id) => (id === INSTANCE_ID ? id : undefined) } },
      ),
    { deadline: 120_000 },
  );
});

const test = suite("the table of REST cases");

test("has several hundred, with names of their own", () => {
  const names = REST_CASES.map(({ name }) => name);
  assert.deepEqual([...new Set(names)], names);
  assert.ok(names.length > 500);
});

test("shows each difference that has an id, and the documentation tells it", () => {
  const ofQueries = [...QUERY_DIFFERENCES.values()].map(({ id }) => id);
  const shown = new Set([
    ...REST_CASES.flatMap(({ differs }) => differs ?? []),
    ...ofQueries,
    ...DIFFERENCES_OF_TASKS,
    ...TASK_CASES.flatMap(requestsOf).flatMap(({ differs }) => differs ?? []),
  ]);
  assert.deepEqual([...shown].sort(), Object.keys(DIFFERENCES).sort());
  for (const id of shown) assert.match(findDifference(id), /^docs\/differences.md:\d+: /);
});

function hasDots({ steps }: RestCase): boolean {
  return steps.some(([{ path }]) => /\/(\.|%2e)+(\/|$)/i.test(path));
}
