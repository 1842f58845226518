/** Work of a store in which a process kills itself. */
export type CrashStep = "opening" | "sealing" | "merging" | "deleting" | "closing";

/** A kill at an operation on files. */
export interface StepMoment {
  readonly at: CrashStep;
  /** How often the step has begun when it counts. */
  readonly turn: number;
  /** Number of operations that pass then. The process kills itself instead of the next one. */
  readonly operations: number;
  /** Whether half of the bytes are written before the kill, if it is a write. */
  readonly half: boolean;
}

/** The moment at which a process is killed. */
export type CrashMoment =
  /** `delay` milliseconds after it began to open the store. It does not write. */
  | { readonly at: "opening"; readonly delay: number }
  /** While it writes, `delay` milliseconds after `after` acknowledged operations. */
  | { readonly at: "writing"; readonly after: number; readonly delay: number }
  /** At the first acknowledgement after `after` others; the process kills itself. */
  | { readonly at: "acknowledgement"; readonly after: number }
  /** When it first sees a batch that it began after `after` acknowledged operations; the process kills itself. */
  | { readonly at: "batch"; readonly after: number }
  /** Within a step; the process kills itself. */
  | StepMoment;

/** Whether the process is killed at an operation on files. */
export function isStep(moment: CrashMoment): moment is StepMoment {
  return "turn" in moment;
}

/** Whether the process only opens the store. */
export function onlyOpens({ at }: CrashMoment): boolean {
  return at === "opening";
}

/**
 * Chooses a moment: one of the steps half of the time, if there are any, and otherwise mostly while the process writes.
 *
 * @param steps The steps that the store's operations on files tell.
 */
export function chooseMoment(random: () => number, steps: readonly CrashStep[]): CrashMoment {
  const step = steps[Math.floor(2 * random() * steps.length)];
  if (step !== undefined) return chooseStep(random, step);
  if (random() < 0.2) return { at: "opening", delay: random() * 60 };
  return chooseWriting(random);
}

/** Chooses a moment at which the process writes. */
export function chooseWriting(random: () => number): CrashMoment {
  const kind = random();
  const after = 1 + Math.floor(random() * 100);
  if (kind < 0.2) return { at: "acknowledgement", after };
  if (kind < 0.4) return { at: "batch", after };
  return { at: "writing", after, delay: random() * 10 };
}

function chooseStep(random: () => number, at: CrashStep): CrashMoment {
  const isOnce = at === "opening" || at === "closing";
  const turn = isOnce ? 1 : 1 + Math.floor(random() * 4);
  // Most operations of a step come soon; others, of the writers, lie between them.
  return { at, turn, operations: Math.floor(random() ** 2 * 24), half: random() < 0.5 };
}
