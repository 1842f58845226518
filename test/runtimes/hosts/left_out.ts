/** Test files of the core that talk to the server of `node:http`, or read storages on disk. */
export const NEEDS_SERVER: Readonly<Record<string, string>> = {
  "rest/answers/_json_answer.test.ts": "it talks to the server of node:http",
  "rest/answers/_variable_answer.test.ts": "it talks to the server of node:http",
  "rest/fetch/create_fetch_handler.test.ts":
    "it reads storages on disk, and byte streams of Node's",
  "rest/log/_refusal_log.test.ts": "it talks to the server of node:http",
  "rest/log/_unfailing_log.test.ts": "it talks to the server of node:http",
  "rest/routes/routes.test.ts": "it talks to the server of node:http, over storages on disk",
};

/** Those, what reads other files than fixtures, and what keeps values in files. */
export const NEEDS_NODE: Readonly<Record<string, string>> = {
  ...NEEDS_SERVER,
  "rest/_version.test.ts": "it reads package.json",
  "adapters/filesystem": "there is no disk",
  "adapters/disk_room.test.ts": "there is no disk",
  "adapters/key_query/cleared_instance.test.ts": "there is no disk",
};
