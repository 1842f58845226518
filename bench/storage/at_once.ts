/** Number of workers that use a storage at the same time. */
export const WORKERS = 32;

/** Lets workers do the steps from `from` up to `to`, each the next one that nobody has begun. */
export async function eachAtOnce(
  from: number,
  to: number,
  step: (at: number) => Promise<void>,
): Promise<void> {
  let next = from;
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      while (next < to) await step(next++);
    }),
  );
}

/** Lets workers repeat a step for some time, and returns how many they did a second. */
export async function perSecond(milliseconds: number, step: () => Promise<void>): Promise<number> {
  const started = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      while (performance.now() - started < milliseconds) {
        await step();
        done += 1;
      }
    }),
  );
  return (done * 1000) / (performance.now() - started);
}
