/**
 * Measures the storages without a server, but for the merge. Linux only.
 *
 * npm run bench:storage -- [--only SECTION[,SECTION …]] [--rounds N] [--against FOLDER] [--instances N] [--stores STORE[,STORE …]]
 *
 * `--against` adds the filesystem storage of the version of varpost in another folder, built there. `--instances` is the number of
 * instances in place of each section's own. `--stores` restricts the sections opening and queries to the stores of these names.
 *
 * Sections: new (first values of 50,000 new instances), files (1,500 instances in a process that may open 256 files), opening (10⁶
 * variables in 10⁵ instances: opening, memory, disk, searches), merge (posts while the filesystem storage gives back room), drivers (the
 * packages that talk to PostgreSQL), queries (10⁶ variables in 10⁵ instances, on PostgreSQL, too). Only a complete run writes a report; every run writes its figures.
 */
import { type StorageFigures, storageBars } from "./storage/bars.ts";
import { driversTable, measureDrivers } from "./storage/drivers.ts";
import { fewFilesTable, measureFewFiles } from "./storage/few_files.ts";
import { measureMerge, mergeTable } from "./storage/merge.ts";
import { measureNewInstances, newInstancesTable } from "./storage/new_instances.ts";
import { measureOpening, openingTable } from "./storage/opening.ts";
import { queriesTable } from "./storage/queries/table.ts";
import { measureQueries } from "./storage/queries.ts";
import { FILESYSTEM, MEMORY, otherStore, POSTGRES, SQLITE, type Store } from "./storage/stores.ts";
import { describeMachine } from "./support/machine.ts";
import { readOptions, wanted, wholeNumber } from "./support/options.ts";
import { finish } from "./support/report.ts";
import { removeScratch } from "./support/scratch.ts";

const ROUNDS = 2;

const options = readOptions(ROUNDS, ["against", "instances", "stores"]);
const { against } = options.given;
const others = against === undefined ? [] : [otherStore(against)];
const stores = [MEMORY, FILESYSTEM, SQLITE, ...others];

function instances(ofSection: number): number {
  return wholeNumber("instances", options.given.instances ?? String(ofSection));
}

function chosen(all: readonly Store[]): readonly Store[] {
  const names = options.given.stores?.split(",");
  return names === undefined ? all : all.filter(({ name }) => names.includes(name));
}

async function section<T>(name: string, measure: () => Promise<T[]>): Promise<T[]> {
  if (!wanted(options, name)) return [];
  process.stderr.write(`${name}\n`);
  try {
    return await measure();
  } finally {
    removeScratch();
  }
}

// Before measuring: commits that are made meanwhile are not what is measured.
const machine = describeMachine(["autocannon", "postgres"]);
const figures: StorageFigures = {
  new: await section("new", () => measureNewInstances(stores, instances(50_000), options.rounds)),
  files: await section("files", () =>
    measureFewFiles([FILESYSTEM, SQLITE, ...others], instances(1_500), options.rounds),
  ),
  opening: await section("opening", () =>
    measureOpening(chosen(stores), instances(100_000), options.rounds),
  ),
  merge: await section("merge", () => measureMerge([FILESYSTEM])),
  drivers: await section("drivers", () => measureDrivers(options.rounds)),
  queries: await section("queries", () =>
    measureQueries(chosen([MEMORY, FILESYSTEM, SQLITE, POSTGRES]), instances(100_000)),
  ),
};

finish({
  name: "storage",
  title: "The storages",
  introduction:
    `Measured by \`npm run bench:storage\`: each store in processes of its own, in turns, ${options.rounds} rounds, ` +
    "the best of them.",
  machine,
  tables: [
    newInstancesTable(figures.new),
    fewFilesTable(figures.files),
    openingTable(figures.opening),
    mergeTable(figures.merge),
    driversTable(figures.drivers),
    ...figures.queries.map(queriesTable),
  ],
  bars: storageBars(figures),
  figures,
  isComplete:
    options.only.length === 0 &&
    options.given.instances === undefined &&
    options.given.stores === undefined,
});
