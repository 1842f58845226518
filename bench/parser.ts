/**
 * Measures the parser against its peers and against the floor.
 *
 * npm run bench -- [--only PART[,PART …]] [--rounds N]
 *
 * PART is a piece of the name or the group of a body ("random", "small forms", "hostile"), or "heap". Only a complete run writes a
 * report; every run writes its figures.
 */

import { parserBars } from "./parser/bars.ts";
import { BODIES } from "./parser/bodies.ts";
import { CONTENDERS, PEER_PACKAGES } from "./parser/contenders.ts";
import { FLOORS } from "./parser/floors.ts";
import { heapTable, measureHeap } from "./parser/heap.ts";
import { type Measured, measure } from "./parser/measure.ts";
import { faultTable, groupTables } from "./parser/tables.ts";
import { describeMachine } from "./support/machine.ts";
import { readOptions, wanted } from "./support/options.ts";
import { finish } from "./support/report.ts";
import type { Table } from "./support/table.ts";

const ROUNDS = 5;

const options = readOptions(ROUNDS);
const bodies = BODIES.filter(({ name, group }) => wanted(options, name, group));
// Before measuring: commits that are made meanwhile are not what is measured.
const machine = describeMachine(PEER_PACKAGES);
const measured: Measured[] = [];
for (const body of bodies) {
  process.stderr.write(`${body.group}: ${body.name}\n`);
  measured.push(await measure(body, CONTENDERS, FLOORS, options.rounds));
}
const heap = wanted(options, "heap") ? await measureHeap(CONTENDERS) : [];

const tables: Table[] = groupTables(measured);
const faults = faultTable(measured);
if (faults.rows.length > 0) tables.push(faults);
if (heap.length > 0) tables.push(heapTable(heap));

finish({
  name: "parser",
  title: "The parser against its peers",
  introduction: `Measured by \`npm run bench\`: all in one process, in turns, ${options.rounds} rounds. GB is 10⁹ bytes.`,
  machine,
  tables,
  bars: parserBars(measured),
  figures: { measured, heap },
  isComplete: options.only.length === 0,
});
