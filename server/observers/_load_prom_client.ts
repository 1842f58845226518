/** The package that keeps and prints metrics. */
export type PromClient = typeof import("prom-client");

/**
 * Loads prom-client, which is an optional dependency.
 *
 * @throws {Error} If it is not installed. The message says what to do.
 */
export async function loadPromClient(): Promise<PromClient> {
  try {
    return (await import("prom-client")).default;
  } catch (cause) {
    throw new Error(
      "Cannot serve metrics: prom-client is not installed. Run 'npm install prom-client', or leave out '--metrics'",
      { cause },
    );
  }
}
