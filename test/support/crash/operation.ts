import { content } from "../../../adapters/contract/_content.ts";

/** The effect of an operation on one variable. */
export interface Effect {
  readonly name: string;
  /** Size of the value in bytes; `null` for a typed null; absent if the variable is deleted. */
  readonly size?: number | null;
}

/** One call of `apply` in the process that is killed. */
export interface Operation {
  /** A new number for each operation in all rounds. It is stored as the type of the values that it puts. */
  readonly id: number;
  readonly instance: string;
  readonly effects: readonly Effect[] | "clear";
}

/** A time of the machine's clock that never goes back: all processes have the same. */
export type Nanoseconds = number;

/** A report of the process that is killed: one line of JSON. */
export type CrashReportLine =
  /** Written before the store is opened. */
  | { readonly opening: true }
  /** Written right before the call of `apply`, so that the lines are in the order of the calls. */
  | { readonly begin: Operation; readonly at: Nanoseconds }
  /** Written when `apply` has resolved, with the version of each put, in the order of the effects. */
  | {
      readonly acknowledged: number;
      readonly versions: readonly (string | null)[];
      readonly at: Nanoseconds;
    }
  /** Written when `apply` was refused, or the storage was unavailable. */
  | { readonly failed: number; readonly mayBeStored: boolean }
  /** Written when a reader saw what must not be. */
  | { readonly wrong: string }
  /** Written when the process was told to pause, and has ended all that it had begun. */
  | { readonly paused: true }
  /** Written before the process kills itself at an operation on files. */
  | { readonly killedAt: string };

/** Computes the bytes that an operation puts, so that they need not be stored. */
export function contentOf(id: number, name: string, size: number): Uint8Array {
  return content(size, 31 * id + name.charCodeAt(0));
}
