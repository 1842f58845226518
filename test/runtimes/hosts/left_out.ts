/** Test files of the core that compare with the server of `node:http`, or read storages on disk. */
export const NEEDS_SERVER: Readonly<Record<string, string>> = {
  "rest/_version.test.ts": "it reads package.json",
  "rest/answers/_json_answer.test.ts": "it talks to the server of node:http",
  "rest/answers/_variable_answer.test.ts": "it talks to the server of node:http",
  "rest/fetch/create_fetch_handler.test.ts":
    "it reads storages on disk, and byte streams of Node's",
  "rest/log/_refusal_log.test.ts": "it talks to the server of node:http",
  "rest/log/_unfailing_log.test.ts": "it talks to the server of node:http",
  "rest/routes/routes.test.ts": "it talks to the server of node:http, over storages on disk",
};

/** Of these, what Deno and Bun do not run. */
export const NEEDS_SQLITE: Readonly<Record<string, string>> = {
  "rest/fetch/create_fetch_handler.test.ts":
    "it needs better-sqlite3, and bodies of a Response that are byte streams, as Node's are",
  "rest/routes/routes.test.ts": "it needs better-sqlite3",
};
