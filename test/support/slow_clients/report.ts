import type { SmallCalls } from "./small_calls.ts";

/** Prints a line, and whether it is good, if it can be bad. Then the command fails. */
export function print(line: string, good?: boolean): void {
  const end = good === undefined ? "" : good ? ": ok" : ": FAILED";
  process.stdout.write(`${line}${end}\n`);
  if (good === false) process.exitCode = 1;
}

/**
 * Prints how the small calls went beside slow clients, and without them.
 *
 * @param what What the slow clients did.
 * @param beside The calls beside them.
 * @param quiet The calls before and after, on the same server.
 */
export function printCalls(what: string, beside: SmallCalls, quiet: readonly SmallCalls[]): void {
  const before = figures(quiet);
  const figure = (name: string, values: Record<string, number>) => (values[name] ?? 0).toFixed(1);
  for (const [name, value] of Object.entries(figures([beside]))) {
    const times = (value / (before[name] ?? 0)).toFixed(2);
    print(`${name} ${what}: ${value.toFixed(1)}, without them ${figure(name, before)}, ${times} x`);
  }
}

function figures(calls: readonly SmallCalls[]): Record<string, number> {
  const posts = calls.flatMap((some) => some.posts).sort((a, b) => a - b);
  const gets = calls.flatMap((some) => some.gets).sort((a, b) => a - b);
  const seconds = calls.reduce((sum, some) => sum + some.seconds, 0);
  return {
    "small calls a second": (posts.length + gets.length) / seconds,
    "p99 of small posts, ms,": at(posts, 0.99),
    "p99 of small gets, ms,": at(gets, 0.99),
    "longest small call, ms,": Math.max(at(posts, 1), at(gets, 1)),
  };
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
