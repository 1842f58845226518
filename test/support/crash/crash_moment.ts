/** When a writing process is killed. */
export type CrashMoment =
  /** So many milliseconds after it began to open the store. */
  | { readonly at: "opening"; readonly delay: number }
  /** In the midst of writing, so many milliseconds after as many acknowledged operations. */
  | { readonly at: "writing"; readonly after: number; readonly delay: number }
  /** By itself, at the very moment of the first acknowledgement after so many. */
  | { readonly at: "acknowledgement"; readonly after: number }
  /** By itself, at the first sight of a batch that it began after so many acknowledged operations. */
  | { readonly at: "batch"; readonly after: number };

/** Chooses a moment: mostly in the midst of writing, now and then one of the others. */
export function chooseMoment(random: () => number): CrashMoment {
  const kind = random();
  if (kind < 0.2) return { at: "opening", delay: random() * 60 };
  const after = 1 + Math.floor(random() * 100);
  if (kind < 0.3) return { at: "acknowledgement", after };
  if (kind < 0.4) return { at: "batch", after };
  return { at: "writing", after, delay: random() * 10 };
}
