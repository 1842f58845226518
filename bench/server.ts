/**
 * Measures the server against its peers and against the floor. Linux only: memory and processor time are read from /proc.
 *
 * npm run bench:server -- [--only SECTION[,SECTION …]] [--rounds N] [--against FOLDER]
 *                         [--engine NAME=URL [--instance-command CMD] [--engine-pid PID]]
 *
 * `--against` adds the version of varpost in another folder, built there, to the sections "requests" and "postgres". `--engine` adds a
 * Camunda 7 or an Operaton that runs at this URL of its REST API to "requests" and "sizes"; the command starts a process instance and
 * prints its id.
 *
 * Sections: requests, bulk, memory, sizes, delay, growth, start, postgres. The last one starts a PostgreSQL of its own, or uses that of
 * `VARPOST_TEST_POSTGRES=URL`, whose user must be a superuser. Only a complete run writes a report; every run writes its figures.
 */
import { type ServerFigures, serverBars } from "./server/bars.ts";
import { bulkTable, measureBulk } from "./server/bulk.ts";
import { otherVersion, REQUEST_CONTENDERS } from "./server/contenders.ts";
import { delayTable, measureDelay } from "./server/delay.ts";
import { createEngine } from "./server/engine.ts";
import { growthTable, measureGrowth } from "./server/growth.ts";
import { measureMemory, memoryTable } from "./server/memory.ts";
import { measurePostgres } from "./server/postgres/measure.ts";
import { postgresTables } from "./server/postgres/tables.ts";
import { measureRequests, requestsTables } from "./server/requests.ts";
import { measureSizes, sizesTable } from "./server/sizes.ts";
import { measureStart, startTable } from "./server/start.ts";
import { describeMachine } from "./support/machine.ts";
import { readOptions, wanted, wholeNumber } from "./support/options.ts";
import { finish } from "./support/report.ts";

const ROUNDS = 2;
const PEER_PACKAGES = ["busboy", "fastify", "@fastify/multipart", "autocannon"];

const options = readOptions(ROUNDS, ["against", "engine", "instance-command", "engine-pid"]);
const { against, engine, "instance-command": instanceCommand, "engine-pid": id } = options.given;
const pid = id === undefined ? undefined : wholeNumber("engine-pid", id);
const others = against === undefined ? [] : otherVersion(against);
const engines = engine === undefined ? [] : [createEngine({ engine, instanceCommand, pid })];
const contenders = [...REQUEST_CONTENDERS, ...others, ...engines];

async function section<T>(name: string, measure: () => Promise<T[]>): Promise<T[]> {
  if (!wanted(options, name)) return [];
  process.stderr.write(`${name}\n`);
  return await measure();
}

// Before measuring: commits that are made meanwhile are not what is measured.
const machine = describeMachine(PEER_PACKAGES);
const figures: ServerFigures = {
  engine: engines[0]?.name,
  // This comes first: a Java heap that has grown does not shrink again.
  sizes: await section("sizes", () => measureSizes(engines)),
  requests: await section("requests", () => measureRequests(contenders, options.rounds)),
  bulk: await section("bulk", () => measureBulk(options.rounds)),
  memory: await section("memory", measureMemory),
  delay: await section("delay", measureDelay),
  growth: await section("growth", () => measureGrowth(options.rounds)),
  start: await section("start", measureStart),
  postgres: await section("postgres", () => measurePostgres(options.rounds, against)),
};

finish({
  name: "server",
  title: "The server against its peers",
  introduction:
    `Measured by \`npm run bench:server\`: the servers in processes of their own, in turns, ${options.rounds} rounds, ` +
    "the best of them. Load and server share the machine.",
  machine,
  tables: [
    ...requestsTables(figures.requests),
    bulkTable(figures.bulk),
    memoryTable(figures.memory),
    sizesTable(figures.sizes),
    delayTable(figures.delay),
    growthTable(figures.growth),
    startTable(figures.start),
    ...figures.postgres.flatMap(postgresTables),
  ],
  bars: serverBars(figures),
  figures,
  isComplete: options.only.length === 0,
});
