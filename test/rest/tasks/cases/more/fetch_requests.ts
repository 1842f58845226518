import { bodies, type Request } from "./request.ts";

const FETCH = "POST /external-task/fetchAndLock";

/** A request of `fetchAndLock` that finds `{task2}`, but for what is said otherwise. */
function wanted(body: object, topic: object = {}): object {
  const topics = [{ topicName: "ship", lockDuration: 60_000, variables: [], ...topic }];
  return { workerId: "w", maxTasks: 10, topics, ...body };
}

/** Cases after each of which `{task2}` is unlocked again. */
function fetches(given: readonly object[]): readonly Request[] {
  return bodies(FETCH, given).flatMap((each) => [
    each,
    { request: "POST /external-task/{task2}/unlock", isSilent: true },
  ]);
}

/** What a worker asks for. */
export const FETCH_REQUESTS: readonly Request[] = [
  ...fetches([
    ...[{ n: 4 }, { n: "4" }, { n: null }, { l: 4 }, { d: 2.5 }, { z: null }, { u: null }].map(
      (processVariables) => wanted({}, { processVariables }),
    ),
    ...[{ b: true }, { b: "true" }, { s: "abc" }, { s: "ABC" }, { nope: null }, { big: 1e23 }].map(
      (processVariables) => wanted({}, { processVariables }),
    ),
    ...[{ o: [1] }, null, { n: 5, s: "abc" }].map((processVariables) =>
      wanted({}, { processVariables }),
    ),
    ...["v%", "%", ""].map((processDefinitionVersionTag) =>
      wanted({}, { processDefinitionVersionTag }),
    ),
    ...[{ businessKey: "" }, { businessKey: "bk2" }, { businessKey: "BK2" }].map((topic) =>
      wanted({}, topic),
    ),
    ...[{ tenantIdIn: [null] }, { tenantIdIn: [] }, { withoutTenantId: true }].map((topic) =>
      wanted({}, topic),
    ),
    ...[{ processDefinitionIdIn: [null] }, { processDefinitionKeyIn: [""] }].map((topic) =>
      wanted({}, topic),
    ),
    ...[{ variables: [null] }, { variables: [1, "s"] }, { variables: ["n"] }].map((topic) =>
      wanted({}, topic),
    ),
    ...[{ localVariables: true }, { localVariables: "TRUE", variables: null }].map((topic) =>
      wanted({}, topic),
    ),
    ...["1000", 1e15, 1.7].map((lockDuration) => wanted({}, { lockDuration })),
    ...[" 2 ", "null", "", 1.5, 1e3, null].map((maxTasks) => wanted({ maxTasks })),
    ...["", "null", -1, 0.9].map((asyncResponseTimeout) => wanted({ asyncResponseTimeout })),
    ...["", " true ", "null", 2, 0].map((usePriority) => wanted({ usePriority })),
    wanted({ workerId: "w".repeat(255) }),
    wanted({ workerId: "w".repeat(256) }),
    wanted({ workerId: "w".repeat(256) }, { businessKey: "none" }),
    wanted({ workerId: true }),
    wanted({ workerId: null }, { processVariables: { o: [1] } }),
    wanted({ workerId: null, maxTasks: -1 }, { topicName: null }),
    wanted({ maxTasks: -1 }, { topicName: null }),
    wanted({}, { topicName: null, lockDuration: 0, processVariables: { o: [1] } }),
    wanted({ workerId: null, topics: [null] }),
    wanted({ workerId: null, sorting: [{ sortBy: "x", sortOrder: "y" }], topics: [null] }),
    ...[[{ sortBy: "createTime", sortOrder: "asc" }, { sortBy: "x" }], [{}], [null]].map(
      (sorting) => wanted({ sorting }),
    ),
    ...[[{ sortBy: null, sortOrder: "x" }], [{ sortBy: 5, sortOrder: "asc" }]].map((sorting) =>
      wanted({ sorting }),
    ),
    wanted({ sorting: [{ sortBy: "createTime" }], topics: [null] }),
    wanted({ sorting: [{ sortBy: "createTime", sortOrder: "ASC" }], workerId: null }),
    wanted({ asyncResponseTimeout: 1_800_001, sorting: [{}] }),
  ]),
  ...fetches([
    ...[[], "x"].map((processVariables) => wanted({}, { processVariables })),
    ...["1.5", true, 1e10, [1], {}].map((maxTasks) => wanted({ maxTasks })),
    ...[1.5, [], "tRUE", "yes"].map((usePriority) => wanted({ usePriority })),
    ...["", {}, [[]], [""], ["x"]].map((topics) => wanted({ topics })),
    ...[{ variables: "x" }, { tenantIdIn: "x" }, { localVariables: "x" }].map((topic) =>
      wanted({}, topic),
    ),
    wanted({ asyncResponseTimeout: 1e30 }),
    wanted({ sorting: {} }),
  ]),
];
