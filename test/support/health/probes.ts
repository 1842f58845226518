import { setTimeout as delay } from "node:timers/promises";

/** What the two probes of a server say. */
export interface Probes {
  /** 0 if there was no answer. */
  readonly ready: number;
  readonly live: number;
  /** Why it is not ready; empty if it is. */
  readonly reason: string;
}

/** Reports the result of one step. */
export type Report = (step: string, good: boolean, figures: string) => void;

const NONE = { status: 0, reason: "" };
const PAUSE_MS = 100;
const LONGEST_MS = 60_000;

/** Asks both probes of a server. */
export async function probe(url: string): Promise<Probes> {
  const [ready, live] = await Promise.all(["ready", "live"].map((name) => ask(url, name)));
  return { ready: ready?.status ?? 0, live: live?.status ?? 0, reason: ready?.reason ?? "" };
}

/**
 * Waits until the probes answer as they should, and reports what they say and how long it took.
 *
 * @param step What has happened.
 * @param wanted The statuses of ready and live.
 */
export async function awaitProbes(
  url: string,
  step: string,
  wanted: readonly [ready: number, live: number],
  report: Report,
): Promise<void> {
  const started = performance.now();
  for (;;) {
    const { ready, live, reason } = await probe(url);
    const seconds = (performance.now() - started) / 1_000;
    const isWanted = ready === wanted[0] && live === wanted[1];
    if (isWanted || seconds * 1_000 > LONGEST_MS) {
      const figures = `ready ${ready}, live ${live} after ${seconds.toFixed(1)} s ${reason}`;
      report(step, isWanted && seconds < 30, figures);
      return;
    }
    await delay(PAUSE_MS);
  }
}

async function ask(url: string, name: string): Promise<typeof NONE> {
  try {
    const answer = await fetch(`${url}/health/${name}`);
    const { reason = "" } = JSON.parse(await answer.text());
    return { status: answer.status, reason };
  } catch {
    return NONE;
  }
}
