import type { ProcessMemory } from "../../server/process_memory.ts";
import type { Asker } from "./asker.ts";
import { type Answered, longestIdleWait, measureQuestion } from "./measure_question.ts";
import { questionsFor } from "./questions.ts";

/** How a store answered. */
export interface Asked {
  /** How long another client waited for a small value at most while nothing else was asked. */
  readonly idleWait: number;
  /** The answers, by question. */
  readonly answers: Readonly<Record<string, Answered>>;
}

/**
 * Asks all questions.
 *
 * @param instances Number of instances of the store.
 * @param memory That of the process that is asked.
 */
export async function askAll(
  asker: Asker,
  instances: number,
  memory: ProcessMemory,
): Promise<Asked> {
  const idleWait = await longestIdleWait(asker);
  const answers: Record<string, Answered> = {};
  for (const question of questionsFor(instances)) {
    answers[question.what] = await measureQuestion(asker, question, instances, memory);
  }
  return { idleWait, answers };
}
