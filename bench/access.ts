/**
 * Measures what users and passwords cost: posts a second with and without them, how long a right, a wrong and an unknown user takes, and
 * how long reads wait while wrong passwords are checked. Linux only: processor time is read from /proc.
 *
 * npm run bench:access -- [--rounds N]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashPassword } from "../server/access/_password_hash.ts";
import { basic, Connection, type RawRequest, rawRequest } from "./access/client.ts";
import {
  CONNECTIONS,
  median,
  POSTS_COLUMNS,
  postsInTurns,
  ROUND_MS,
} from "./access/posts_in_turns.ts";
import { ROOT } from "./server/contenders.ts";
import { CONTENT_TYPE, SMALL_FORM, variablePath } from "./server/form.ts";
import { ServerProcess } from "./server/server_process.ts";
import { readOptions } from "./support/options.ts";
import { removeScratch, scratchPath } from "./support/scratch.ts";
import { type Table, tableText } from "./support/table.ts";

const USERS = 20;
const GUESSES = 40;
const VALUE_BYTES = 2 ** 20;

const { rounds } = readOptions(7);
const folder = scratchPath();
mkdirSync(folder);
const usersFile = join(folder, "users");
const lines: string[] = [];
for (let user = 0; user < USERS; user++)
  lines.push(`user${user}:${await hashPassword(`pass${user}`)}`);
writeFileSync(usersFile, lines.join("\n"));

for (const table of [await posts(), await checks(), await reads()]) {
  process.stdout.write(`${tableText(table)}\n\n`);
}
removeScratch();

function start(storage: string, ...more: readonly string[]): Promise<ServerProcess> {
  const main = join(ROOT, "dist/server/main.js");
  return ServerProcess.start([main, "--port", "0", "--storage", storage, ...more]);
}

/** Posts in turns to a server without users, and to one with them. */
async function posts(): Promise<Table> {
  const open = await start("memory:");
  const closed = await start("memory:", "--users", usersFile);
  const compared = [
    { name: "without users", server: open },
    { name: "with users", server: closed, authorization: basic("user0", "pass0") },
  ];
  const rows = await postsInTurns(compared, rounds);
  await Promise.all([open.stop(), closed.stop()]);
  const title = `Posts of 1 KiB to memory, ${CONNECTIONS} connections, medians of ${rounds} rounds in turns`;
  return { title, columns: POSTS_COLUMNS, rows };
}

/** Asks for passwords that have not been remembered, one after the other. */
async function checks(): Promise<Table> {
  const server = await start("memory:", "--users", usersFile);
  const connection = await Connection.open(server);
  const times = { right: [] as number[], wrong: [] as number[], unknown: [] as number[] };
  for (let user = 0; user < USERS; user++) {
    const ask = (name: string, password: string, status: number) =>
      connection.ask(
        rawRequest("GET", "/version", { authorization: basic(name, password), status }),
      );
    times.wrong.push(await ask(`user${user}`, "guess", 401));
    times.unknown.push(await ask(`nobody${user}`, `pass${user}`, 401));
    times.right.push(await ask(`user${user}`, `pass${user}`, 200));
  }
  const remembered: number[] = [];
  const again = rawRequest("GET", "/version", { authorization: basic("user0", "pass0") });
  for (let count = 0; count < USERS; count++) remembered.push(await connection.ask(again));
  connection.close();
  await server.stop();
  const wrong = median(times.wrong);
  return {
    title: "The first answer to a name and a password: ms, medians",
    columns: ["", "ms", "of a wrong one"],
    rows: Object.entries({ ...times, remembered }).map(([name, all]) => [
      name,
      median(all).toFixed(2),
      (median(all) / wrong).toFixed(3),
    ]),
  };
}

/** Reads a file on an open connection, alone and beside wrong passwords. */
async function reads(): Promise<Table> {
  const server = await start(`filesystem:${join(folder, "store")}`, "--users", usersFile);
  const authorization = basic("user0", "pass0");
  const path = variablePath("large", "i");
  const connection = await Connection.open(server);
  const form = largeForm();
  await connection.ask(
    rawRequest("POST", path, { authorization, type: CONTENT_TYPE, body: form, status: 204 }),
  );
  const read = rawRequest("GET", path, { authorization });
  const alone = await readUntil(
    connection,
    read,
    new Promise((resolve) => setTimeout(resolve, ROUND_MS)),
  );
  const guesses = Promise.all(
    Array.from({ length: GUESSES }, async (_, index) => {
      const guessing = await Connection.open(server);
      await guessing.ask(
        rawRequest("GET", "/version", {
          authorization: basic("user1", `guess${index}`),
          status: 401,
        }),
      );
      guessing.close();
    }),
  );
  const beside = await readUntil(connection, read, guesses);
  connection.close();
  await server.stop();
  const row = (name: string, times: readonly number[]) => [
    name,
    String(times.length),
    median(times).toFixed(1),
    Math.max(...times).toFixed(1),
  ];
  return {
    title: `Reads of 1 MiB from a file on an open connection, one after the other: ms`,
    columns: ["", "reads", "median", "longest"],
    rows: [row("alone", alone), row(`while ${GUESSES} wrong passwords are checked`, beside)],
  };
}

async function readUntil(
  connection: Connection,
  read: RawRequest,
  end: Promise<unknown>,
): Promise<number[]> {
  let isOver = false;
  const ended = end.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) times.push(await connection.ask(read));
  await ended;
  return times;
}

function largeForm(): Buffer {
  const head = SMALL_FORM.indexOf("\r\n\r\n") + 4;
  return Buffer.concat([
    SMALL_FORM.subarray(0, head),
    Buffer.alloc(VALUE_BYTES, 97),
    SMALL_FORM.subarray(head),
  ]);
}
