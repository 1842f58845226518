/**
 * Measures the double of an engine, `varpost/testing`, as a test file uses it: each start in a process of its own.
 *
 * npm run bench:testing
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const STARTS = 20;
const ENTRY = pathToFileURL(join(import.meta.dirname, "../dist/server/testing/mod.js")).href;

/** What a child process prints: milliseconds. */
interface Times {
  readonly import: number;
  readonly ready: number;
  readonly reset: number;
  readonly close: number;
}

const CHILD = `
  const began = performance.now();
  const { startTestEngine } = await import(${JSON.stringify(ENTRY)});
  const imported = performance.now();
  const engine = await startTestEngine();
  const ready = performance.now();
  const variables = {};
  for (let i = 0; i < 10; i++) {
    variables["i" + i] = Object.fromEntries(Array.from({ length: 100 }, (_, n) => ["v" + n, n]));
  }
  const seeded = await startTestEngine({ variables });
  const beforeReset = performance.now();
  await seeded.reset();
  const reset = performance.now();
  await Promise.all([engine.close(), seeded.close()]);
  const closed = performance.now();
  console.log(JSON.stringify({
    import: imported - began,
    ready: ready - imported,
    reset: reset - beforeReset,
    close: closed - reset,
  }));
`;

const times: Times[] = [];
for (let start = 0; start < STARTS; start++) {
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", CHILD]);
  times.push(JSON.parse(output.toString()));
}

console.log(`varpost/testing, median of ${STARTS} processes, ms:`);
print("import", ({ import: ms }) => ms);
print("from import to ready", ({ ready }) => ready);
print("reset() with 1,000 variables", ({ reset }) => reset);
print("close() of two engines", ({ close }) => close);

function print(what: string, of: (times: Times) => number): void {
  const sorted = times.map(of).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  console.log(`  ${what.padEnd(30)} ${median.toFixed(1).padStart(7)}`);
}
