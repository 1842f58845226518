/** The moment at which a writing process is killed. */
export type CrashMoment =
  /** `delay` milliseconds after it began to open the store. */
  | { readonly at: "opening"; readonly delay: number }
  /** While it writes, `delay` milliseconds after `after` acknowledged operations. */
  | { readonly at: "writing"; readonly after: number; readonly delay: number }
  /** At the first acknowledgement after `after` others; the process kills itself. */
  | { readonly at: "acknowledgement"; readonly after: number }
  /** When it first sees a batch that it began after `after` acknowledged operations; the process kills itself. */
  | { readonly at: "batch"; readonly after: number };

/** Chooses a moment: mostly while it writes, sometimes one of the others. */
export function chooseMoment(random: () => number): CrashMoment {
  const kind = random();
  if (kind < 0.2) return { at: "opening", delay: random() * 60 };
  const after = 1 + Math.floor(random() * 100);
  if (kind < 0.3) return { at: "acknowledgement", after };
  if (kind < 0.4) return { at: "batch", after };
  return { at: "writing", after, delay: random() * 10 };
}
