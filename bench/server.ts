/**
 * Measures the server against its peers and against the floor. Linux only: memory and processor time are read from /proc.
 *
 * npm run bench:server -- [--only SECTION[,SECTION …]] [--rounds N] [--against FOLDER]
 *
 * `--against` adds the version of varpost in another folder, built there, to the section "requests".
 *
 * Sections: requests, bulk, memory, delay, growth, start. Only a complete run writes a report.
 */
import { type ServerFigures, serverBars } from "./server/bars.ts";
import { bulkTable, measureBulk } from "./server/bulk.ts";
import { CONTENDERS, otherVersion } from "./server/contenders.ts";
import { delayTable, measureDelay } from "./server/delay.ts";
import { growthTable, measureGrowth } from "./server/growth.ts";
import { measureMemory, memoryTable } from "./server/memory.ts";
import { measureRequests, requestsTables } from "./server/requests.ts";
import { measureStart, startTable } from "./server/start.ts";
import { barTable } from "./support/bar.ts";
import { describeMachine } from "./support/machine.ts";
import { readOptions, wanted } from "./support/options.ts";
import { writeReport } from "./support/report.ts";
import { tableText } from "./support/table.ts";

const ROUNDS = 2;
const PEER_PACKAGES = ["busboy", "fastify", "@fastify/multipart", "autocannon"];

const options = readOptions(ROUNDS);
const { against } = options;
const contenders = [...CONTENDERS, ...(against === undefined ? [] : otherVersion(against))];

async function section<T>(name: string, measure: () => Promise<T[]>): Promise<T[]> {
  if (!wanted(options, name)) return [];
  process.stderr.write(`${name}\n`);
  return await measure();
}

const figures: ServerFigures = {
  requests: await section("requests", () => measureRequests(contenders, options.rounds)),
  bulk: await section("bulk", () => measureBulk(options.rounds)),
  memory: await section("memory", measureMemory),
  delay: await section("delay", measureDelay),
  growth: await section("growth", () => measureGrowth(options.rounds)),
  start: await section("start", measureStart),
};

const tables = [
  ...requestsTables(contenders, figures.requests),
  bulkTable(figures.bulk),
  memoryTable(figures.memory),
  delayTable(figures.delay),
  growthTable(figures.growth),
  startTable(figures.start),
  barTable(serverBars(figures)),
].filter(({ rows }) => rows.some((cells) => cells.slice(1).some((cell) => cell !== "")));
for (const table of tables) console.log(`\n${tableText(table)}`);

if (options.only.length === 0) {
  writeReport({
    name: "server",
    title: "The server against its peers",
    introduction:
      `Measured by \`npm run bench:server\`: the servers in processes of their own, in turns, ${options.rounds} rounds, ` +
      "the best of them. Load and server share the machine.",
    machine: describeMachine(PEER_PACKAGES),
    tables,
    figures,
  });
}
