import { CONTENT_TYPE, SMALL_FORM, variablePath } from "../server/form.ts";
import type { ServerProcess } from "../server/server_process.ts";
import { rawRequest, sendFor } from "./client.ts";

export const CONNECTIONS = 32;
export const ROUND_MS = 2_000;

/** A server that is compared with others. */
export interface Compared {
  readonly name: string;
  readonly server: ServerProcess;
  /** The field by which its clients enter. */
  readonly authorization?: string;
}

/** Posts 1 KiB to servers in turns, and gives a row for each: its name, posts a second, processor time of each, and both to the first. */
export async function postsInTurns(
  compared: readonly Compared[],
  rounds: number,
): Promise<readonly (readonly string[])[]> {
  const results = compared.map(() => ({ rates: [] as number[], micros: [] as number[] }));
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [at, { server, authorization }] of compared.entries()) {
      const options = { authorization, type: CONTENT_TYPE, body: SMALL_FORM, status: 204 };
      const request = (index: number) =>
        rawRequest("POST", variablePath(`v${index}`, "i"), options);
      const before = server.processorSeconds;
      const count = await sendFor(server, CONNECTIONS, ROUND_MS, request);
      if (round === 0) continue;
      results[at]?.rates.push((count * 1_000) / ROUND_MS);
      results[at]?.micros.push(((server.processorSeconds - before) * 1e6) / count);
    }
  }
  const medians = results.map(({ rates, micros }) => [median(rates), median(micros)] as const);
  const [[firstRate, firstMicros] = [Number.NaN, Number.NaN]] = medians;
  return medians.map(([rate, micros], at) => [
    compared[at]?.name ?? "",
    ...[rate.toFixed(0), micros.toFixed(1)],
    ...[(rate / firstRate).toFixed(3), (micros / firstMicros).toFixed(3)],
  ]);
}

/** The columns of {@linkcode postsInTurns}. */
export const POSTS_COLUMNS = ["", "a second", "processor µs each", "ratio a second", "ratio of µs"];

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;
}
