import type { Question } from "./questions.ts";

/** Uses a store, by its storage or over HTTP. */
export interface Asker {
  /** Asks a question, and returns how many variables were found or counted. */
  ask(question: Question): Promise<number>;
  /** Reads a small value of the instance with this number. */
  read(instance: number): Promise<void>;
  /** Replaces 1 KiB of it. */
  write(instance: number): Promise<void>;
  /** Lets the process that is asked collect its garbage. */
  collect(): Promise<void>;
}
